import { addressText } from '../address.ts';
import { scalar } from '../envoy/yaml.ts';
import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { address, assertMode, gateOptions, proxyFromAfar } from './options.ts';

const STANDARD_GATE = 'lostwax-gate.internal:7421';

/** A declarative configuration of Kong 3, with the gate as the service. See gateways/kong/README.md. */
export const kong: Gateway = {
  name: 'kong',
  title: 'Kong',
  modes: ['gate'],
  file: 'kong.yaml',
  // Not sync, which deletes whatever the file doesn't name.
  run: 'deck gateway apply kong.yaml',
  example: { upstream: 'api.internal:8080' },
  options: gateOptions(STANDARD_GATE),
  render: ({ issuer }, given) => {
    workspaceOf(issuer);
    assertMode('Kong', given, ['gate'], "Kong's jwt plugin can't read a key set. ");
    address(given, 'upstream');
    const gate = addressText(address(given, 'gate', STANDARD_GATE));
    return `_format_version: "3.0"
services:
  - name: api
    url: ${scalar(`http://${gate}`)}
    routes:
      - name: api
        paths: [/]
        strip_path: false
`;
  },
  beside: (workspace, given) =>
    proxyFromAfar(workspace, address(given, 'gate', STANDARD_GATE), addressText(address(given, 'upstream'))),
};
