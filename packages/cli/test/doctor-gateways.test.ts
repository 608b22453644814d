/** `lostwax doctor --url` against real nginx, HAProxy and Caddy: as `lostwax gateway` prints them, and with a seeded mistake. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gateways } from '@lostwax/gateways';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { startCaddy } from '../../../tools/testing/caddy.ts';
import { type Echo, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { startHaproxy } from '../../../tools/testing/haproxy.ts';
import { startNginx } from '../../../tools/testing/nginx.ts';
import { startPins } from '../../../tools/testing/pins.ts';
import type { Program } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { makePlace, type Serving, serve } from './support/authority.ts';
import { type DoctorFound, doctorOf } from './support/doctor.ts';
import { sh } from './support/shell.ts';

const programs = {
  nginx: await peerForTests('nginx'),
  haproxy: await peerForTests('haproxy'),
  caddy: await peerForTests('caddy'),
};
const starts = { nginx: startNginx, haproxy: startHaproxy, caddy: startCaddy };
type Name = keyof typeof programs;

const forgeries = [
  ...['forged-signature', 'changed-claims', 'algorithm-none', 'unknown-key-id'],
  ...['forged-issuer', 'forged-audience', 'forged-expired'],
];

describe('doctor --url at real gateways', { timeout: 180_000, concurrency: 6 }, () => {
  const place = makePlace();
  let authority: Serving;
  let api: Echo;
  let gate: RunningGate;
  let proxy: RunningGate;
  let hanging: RunningGate;

  before(async () => {
    authority = await serve(place);
    api = await startEcho();
    const { code, stderr } = await run('workspace create acme && lostwax workspace create other');
    assert.equal(code, 0, stderr);
    const issuer = ['--issuer', `${authority.origin}/acme`];
    const before = ['--upstream', `http://127.0.0.1:${api.port}`, '--status-port', '0'];
    [gate, proxy, hanging] = await Promise.all([
      startGate(issuer),
      startGate([...issuer, ...before, '--trust-proxy', '127.0.0.1', '--preflight', 'pass']),
      startGate(issuer),
    ]);
    await Promise.all([gate, proxy, hanging].map(gateReady));
  });
  after(async () => {
    // No run has left a key.
    const { stdout } = await run('key list --workspace acme --state active --json');
    for (const one of [gate, proxy, hanging]) await one?.stop();
    await authority.program.stop();
    await api.stop();
    place.remove();
    assert.deepEqual((JSON.parse(stdout) as { items: unknown[] }).items, []);
  });

  const run = (line: string) => sh(place, `lostwax ${line}`, { LOSTWAX_URL: authority.url });

  /** What `lostwax gateway` prints, with one text replaced, for a port. */
  const printed =
    (name: Name, given: Readonly<Record<string, string>>, from: string | RegExp, to: string) =>
    (port: number): string => {
      const identity = { issuer: `${authority.origin}/acme`, audience: 'acme', prefix: 'acme' };
      const addresses = { upstream: `127.0.0.1:${api.port}`, listen: `127.0.0.1:${port}` };
      const text =
        gateways.find((it) => it.name === name)?.render(identity, { ...addresses, ...given }) ?? '';
      const config = text.replace('port 7424', `port ${new URL(proxy.statusUrl).port}`);
      const changed = config.replace(from, to);
      assert.ok(from === '' || changed !== config, `${name} has no ${from}`);
      return changed;
    };

  const examined = async (
    name: Name,
    config: (port: number) => string,
    flags = '',
    feed?: () => Promise<Program>,
  ): Promise<DoctorFound> => {
    const running = await starts[name](programs[name].program, config);
    const pins = await feed?.();
    try {
      return await doctorOf(
        run,
        running.url,
        `--revocation 5s --timeout 8s --other-workspace other ${flags}`,
      );
    } finally {
      await pins?.stop();
      await running.stop();
    }
  };
  const asking = () => ({ gate: new URL(gate.url).host });
  const pins = (socket: string) => ({
    given: { mode: 'pins', socket: join(place.folder, socket) },
    feed: async () => {
      const running = await startPins([
        ...['--issuer', `${authority.origin}/acme`, '--feed-key-file', authority.adminKeyFile],
        ...['--to', `haproxy:${join(place.folder, socket)}`],
      ]);
      await until('HAProxy has the set', 10_000, () => / has the whole set/.test(running.output()));
      return running;
    },
  });
  const inPins = (socket: string, from: string | RegExp, to: string) => {
    const { given, feed } = pins(socket);
    return examined('haproxy', printed('haproxy', given, from, to), '', feed);
  };

  /** The right configurations. */
  const healthy: readonly (readonly [what: string, name: Name, examine: () => Promise<DoctorFound>])[] = [
    ['nginx', 'nginx', () => examined('nginx', printed('nginx', asking(), '', ''))],
    ['Caddy', 'caddy', () => examined('caddy', printed('caddy', asking(), '', ''))],
    [
      'HAProxy in front of a gate',
      'haproxy',
      () => examined('haproxy', printed('haproxy', { gate: new URL(proxy.url).host }, '', '')),
    ],
    ['HAProxy with pins', 'haproxy', () => inPins('good.sock', '', '')],
  ];
  for (const [what, name, examine] of healthy)
    it(`finds nothing broken at ${what}`, { skip: programs[name].skip }, async () => {
      const { broken, warning, code, unknown } = await examine();
      assert.deepEqual([broken, warning, code], [[], [], 0]);
      assert.deepEqual(
        unknown.filter((it) => it.startsWith('identity')),
        [],
      );
    });

  const cached =
    'proxy_cache keys; proxy_cache_key $http_authorization; proxy_cache_valid 200 60s; proxy_ignore_headers Cache-Control; proxy_pass_request_body off;';
  const cache = (): string => `proxy_cache_path ${join(place.folder, 'cache')} keys_zone=keys:1m;\n`;
  const anyKey = (port: number): string =>
    `server { listen 127.0.0.1:${port}; client_max_body_size 10m; location / {
      if ($http_authorization = "") { return 401; }
      proxy_pass http://127.0.0.1:${api.port}; } }`;

  /** Mistakes, and the broken promises that the report must name. */
  const mistakes: readonly (readonly [
    what: string,
    name: Name,
    promises: readonly string[],
    examine: () => Promise<DoctorFound>,
  ])[] = [
    [
      'nginx limits uploads in the location of the check',
      'nginx',
      ['upload'],
      () =>
        examined(
          'nginx',
          printed(
            'nginx',
            asking(),
            'proxy_pass_request_body',
            'client_max_body_size 1m; proxy_pass_request_body',
          ),
        ),
    ],
    [
      "nginx passes a client's identity header on",
      'nginx',
      ['identity-headers'],
      () => examined('nginx', printed('nginx', asking(), /.*X-Lostwax-Subject \$.*\n/, '')),
    ],
    [
      'Caddy passes another spelling of an identity header on',
      'caddy',
      ['identity-headers'],
      () => examined('caddy', printed('caddy', asking(), 'request_header -X_lostwax*', '')),
    ],
    [
      'Caddy passes an identity header with dots on',
      'caddy',
      ['identity-headers'],
      () => examined('caddy', printed('caddy', asking(), 'request_header -X.lostwax*', '')),
    ],
    [
      'Caddy drops its own identity headers where a client names them in Connection',
      'caddy',
      ['identity-dropped'],
      () => examined('caddy', printed('caddy', asking(), /.*request_header Connection .*\n/, '')),
    ],
    [
      'HAProxy deletes no identity headers of clients',
      'haproxy',
      ['identity-headers'],
      () => inPins('spoofed.sock', /.*del-header '\^\(x.*\n/, ''),
    ],
    [
      "nginx caches the gate's answers",
      'nginx',
      ['expiration', 'revocation'],
      () => {
        const config = printed('nginx', asking(), 'proxy_pass_request_body off;', cached);
        return examined('nginx', (port) => cache() + config(port), '--timeout 3s');
      },
    ],
    [
      'HAProxy with pins lets no preflight of a website pass',
      'haproxy',
      ['preflight'],
      () => {
        const { given, feed } = pins('preflight.sock');
        const config = printed('haproxy', given, '', '');
        return examined('haproxy', config, '--origin https://app.example.com', feed);
      },
    ],
    [
      'nginx accepts any key',
      'nginx',
      [...forgeries, 'other-workspace', 'identity-headers', 'expiration', 'revocation'],
      () => examined('nginx', anyKey, '--timeout 3s'),
    ],
    [
      'nginx lets requests pass while the gate does not answer',
      'nginx',
      ['authority-outage'],
      () => {
        const pid = hanging.program.child.pid;
        const config = printed(
          ...(['nginx', { gate: new URL(hanging.url).host }] as const),
          /default_type [^;]*;\s*if \(\$lostwax_status[\s\S]*?return 503 [^;]*;/,
          'proxy_pass http://lostwax_api;',
        );
        return examined(
          'nginx',
          config,
          `--stop-authority 'kill -STOP ${pid}' --start-authority 'kill -CONT ${pid}'`,
        );
      },
    ],
  ];
  for (const [what, name, promises, examine] of mistakes)
    it(`names what is broken where ${what}`, { skip: programs[name].skip }, async () => {
      const { broken, code } = await examine();
      // Whether a key is the last one depends on the other runs.
      assert.deepEqual([broken.filter((it) => it !== 'last-key'), code], [promises, 1]);
    });
});
