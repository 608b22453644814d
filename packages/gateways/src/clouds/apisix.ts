import { addressText } from '../address.ts';
import { scalar } from '../envoy/yaml.ts';
import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { address, askedFromAfar, assertMode, gateOptions } from './options.ts';

const STANDARD_GATE = 'lostwax-gate.internal:7421';
const NO_KEY_SET =
  "APISIX's openid-connect plugin reads only RSA keys from a key set, and a revoked key works for up to twice jwk_expires_in, a day by default. ";

/** `apisix.yaml` of the standalone mode. See gateways/apisix/README.md. */
export const apisix: Gateway = {
  name: 'apisix',
  title: 'Apache APISIX',
  modes: ['gate'],
  file: 'apisix.yaml',
  run: 'cp apisix.yaml /usr/local/apisix/conf/',
  example: { upstream: 'api.internal:8080' },
  options: gateOptions(STANDARD_GATE),
  render: ({ issuer }, given) => {
    workspaceOf(issuer);
    assertMode('APISIX', given, ['gate'], NO_KEY_SET);
    const gate = addressText(address(given, 'gate', STANDARD_GATE));
    const { host, port } = address(given, 'upstream');
    return `routes:
  - uri: /*
    plugins:
      forward-auth:
        uri: ${scalar(`http://${gate}/verify`)}
        request_headers: [Authorization, X-Api-Key]
        upstream_headers:
          [X-Lostwax-Key-Id, X-Lostwax-Subject, X-Lostwax-Workspace, X-Lostwax-Scope, X-Lostwax-Claims]
        client_headers: [WWW-Authenticate, Content-Type, Cache-Control, Retry-After]
        timeout: 2000
        status_on_error: 503
        allow_degradation: false
      serverless-post-function:
        phase: access
        functions:
          - >-
            return function() ngx.req.clear_header("Authorization") ngx.req.clear_header("X-Api-Key") end
    upstream: { type: roundrobin, nodes: [{ host: ${scalar(host)}, port: ${port}, weight: 1 }] }
#END
`;
  },
  beside: (workspace, given) => askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE)),
};
