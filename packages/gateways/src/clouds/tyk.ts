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

/** An API definition of Tyk 5.8 or later. See gateways/tyk/README.md. */
export const tyk: Gateway = {
  name: 'tyk',
  title: 'Tyk',
  modes: ['gate', 'jwt'],
  file: 'api.json',
  run: 'tyk sync update --path .',
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

/** The gate is the API that Tyk knows. */
function withoutCheck(gate: string): object {
  return {
    'x-tyk-api-gateway': {
      info: { name: 'api', state: { active: true } },
      upstream: { url: `http://${gate}` },
      server: { listenPath: { value: '/', strip: false } },
    },
  };
}

function withCheck(workspace: GatewayWorkspace, given: GivenOptions, upstream: string): object {
  assertWithin('Tyk', limits, workspace, given);
  const cacheTimeout = `${textOf(given, 'revocation') ?? STANDARD_REVOCATION}s`;
  return {
    components: { securitySchemes: { lostwax: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ lostwax: [] }],
    'x-tyk-api-gateway': {
      info: { name: 'api', state: { active: true } },
      upstream: { url: `http://${upstream}` },
      server: {
        listenPath: { value: '/', strip: false },
        authentication: {
          enabled: true,
          securitySchemes: {
            lostwax: {
              enabled: true,
              header: { enabled: true, name: 'Authorization' },
              signingMethod: workspace.algorithm === 'RS256' ? 'rsa' : 'ecdsa',
              jwksURIs: [{ url: keySetUrl(workspace.issuer), cacheTimeout }],
            },
          },
        },
      },
    },
  };
}
