import { keySetUrl } from '@lostwax/core';
import { addressText } from '../address.ts';
import type { Gateway, GatewayWorkspace } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { type GivenOptions, textOf } from '../option.ts';
import { address, assertMode, assertWithin, gateOptions, type Limits, proxyFromAfar } from './options.ts';

const STANDARD_GATE = 'lostwax-gate.internal:7421';
const STANDARD_REVOCATION = '15';
const limits: Limits = {
  algorithms: ['ES256', 'RS256'],
  keys: 5_000,
  keysReason: 'searches the list of keys for each request',
  revocationSeconds: 2,
  revocationReason: 'fetches the key set every 2 s at most',
};

/** Of the API, which the policy names. */
const API_ID = 'lostwax-api';
const POLICY_ID = 'lostwax';

/** An API definition of Tyk, 5.10 or later in the mode `jwt`. See gateways/tyk/README.md. */
export const tyk: Gateway = {
  name: 'tyk',
  title: 'Tyk',
  modes: ['gate', 'jwt'],
  file: 'api.json',
  run: 'curl -H "x-tyk-authorization: $TYK_SECRET" --json @api.json http://localhost:8080/tyk/apis/oas && curl -H "x-tyk-authorization: $TYK_SECRET" http://localhost:8080/tyk/reload',
  example: { upstream: 'api.internal:8080' },
  options: gateOptions(STANDARD_GATE, ['keys', 'revocation']),
  render: (workspace, given) => {
    workspaceOf(workspace.issuer);
    const upstream = addressText(address(given, 'upstream'));
    const mode = assertMode('Tyk', given, ['gate', 'jwt']);
    const gate = addressText(address(given, 'gate', STANDARD_GATE));
    const definition = mode === 'gate' ? withoutCheck(gate) : withCheck(workspace, given, upstream);
    return `${JSON.stringify(definition, undefined, 2)}\n`;
  },
  beside: (workspace, given) =>
    proxyFromAfar(workspace, address(given, 'gate', STANDARD_GATE), addressText(address(given, 'upstream'))),
};

/** An OpenAPI document without paths, so that Tyk passes every path on. */
const openApi = { openapi: '3.0.3', info: { title: 'api', version: '1' }, paths: {} };
const info = { id: API_ID, name: 'api', state: { active: true } };
const listenPath = { value: '/', strip: false };

/** The gate is the API that Tyk knows. */
function withoutCheck(gate: string): object {
  return {
    ...openApi,
    'x-tyk-api-gateway': { info, upstream: { url: `http://${gate}` }, server: { listenPath } },
  };
}

function withCheck(workspace: GatewayWorkspace, given: GivenOptions, upstream: string): object {
  assertWithin('Tyk', limits, workspace, given);
  const cacheTimeout = `${textOf(given, 'revocation') ?? STANDARD_REVOCATION}s`;
  return {
    ...openApi,
    components: { securitySchemes: { lostwax: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ lostwax: [] }],
    'x-tyk-api-gateway': {
      info,
      upstream: { url: `http://${upstream}` },
      server: {
        listenPath,
        authentication: {
          enabled: true,
          securitySchemes: {
            lostwax: {
              enabled: true,
              header: { enabled: true, name: 'Authorization' },
              signingMethod: workspace.algorithm === 'RS256' ? 'rsa' : 'ecdsa',
              jwksURIs: [{ url: keySetUrl(workspace.issuer), cacheTimeout }],
              allowedIssuers: [workspace.issuer],
              allowedAudiences: [workspace.audience],
              // A session for each key, because it ends when the key does.
              subjectClaims: ['jti'],
              defaultPolicies: [POLICY_ID],
            },
          },
        },
      },
    },
  };
}
