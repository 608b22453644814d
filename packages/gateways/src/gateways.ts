import { renderCaddy } from './by-gate/caddy.ts';
import { renderHaproxy } from './by-gate/haproxy.ts';
import { renderNginx } from './by-gate/nginx.ts';
import { type EnvoyOptions, renderEnvoy } from './envoy/render.ts';

/** How a gateway checks keys: by the key set itself, or by asking a gate. */
export type GatewayMode = 'jwt' | 'gate';

/** A gateway that a configuration can be made for. */
export interface Gateway {
  /** As `lostwax gateway <name>` and the HTTP API call it. */
  readonly name: string;
  /** As its makers write it. */
  readonly title: string;
  readonly modes: readonly GatewayMode[];
  /** The usual name of the configuration's file. */
  readonly file: string;
  /** The command that runs it with that file. */
  readonly run: string;
  /** @throws RangeError for an option out of its bounds, in a sentence that says what to give. */
  readonly render: (options: EnvoyOptions) => string;
}

/** Every gateway, by name. */
export const gateways: readonly Gateway[] = [
  {
    name: 'envoy',
    title: 'Envoy',
    modes: ['jwt', 'gate'],
    file: 'envoy.yaml',
    run: 'envoy -c envoy.yaml',
    render: renderEnvoy,
  },
  {
    name: 'nginx',
    title: 'nginx',
    modes: ['gate'],
    file: 'lostwax.conf',
    run: 'nginx -s reload',
    render: renderNginx,
  },
  {
    name: 'caddy',
    title: 'Caddy',
    modes: ['gate'],
    file: 'Caddyfile',
    run: 'caddy run',
    render: renderCaddy,
  },
  {
    name: 'haproxy',
    title: 'HAProxy',
    modes: ['gate'],
    file: 'haproxy.cfg',
    run: 'haproxy -f haproxy.cfg',
    render: renderHaproxy,
  },
];
