/** `lostwax doctor --url` against real gateways: healthy ones, and ones with a seeded mistake. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { type Echo, startEcho } from '../../../tools/testing/echo.ts';
import { startEnvoy } from '../../../tools/testing/envoy.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { makePlace, type Serving, serve } from './support/authority.ts';
import { doctorOf } from './support/doctor.ts';
import { sh } from './support/shell.ts';

const envoy = await peerForTests('envoy');

describe('doctor --url', { timeout: 180_000 }, () => {
  const place = makePlace();
  let authority: Serving;
  let api: Echo;
  before(async () => {
    authority = await serve(place);
    api = await startEcho();
    const { code, stderr } = await run('workspace create acme && lostwax workspace create other');
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    await authority.program.stop();
    await api.stop();
    place.remove();
  });

  const run = (line: string) => sh(place, `lostwax ${line}`, { LOSTWAX_URL: authority.url });
  const doctor = (url: string, more = '') => doctorOf(run, url, `--timeout 8s ${more}`);
  const activeKeys = async (): Promise<number> => {
    const { stdout } = await run('key list --workspace acme --state active --json');
    return (JSON.parse(stdout) as { items: unknown[] }).items.length;
  };
  const envoyWith = async (from: string, to: string) => {
    const flags = `--workspace acme --upstream 127.0.0.1:${api.port} --listen 127.0.0.1:0 --revocation 3`;
    const { stdout: config, stderr } = await run(`gateway envoy ${flags}`);
    const seeded = config.replace(from, to);
    assert.notEqual(seeded, config, stderr);
    return await startEnvoy(envoy.program, seeded);
  };

  it('finds nothing broken at a gate, and leaves no key', async () => {
    const upstream = `http://127.0.0.1:${api.port}`;
    const gate = await startGate([
      '--issuer',
      `${authority.origin}/acme`,
      '--upstream',
      upstream,
      '--status-port',
      '0',
    ]);
    try {
      await gateReady(gate);
      const found = await doctor(gate.url, '--other-workspace other');
      assert.deepEqual([found.broken, found.warning, found.code], [[], [], 0]);
      assert.ok(!found.unknown.includes('last-key'));
      assert.equal(found.what['key-set-size'], 'The key set has 1 key, about 1 kB in one document');
      assert.equal(await activeKeys(), 0);
    } finally {
      await gate.stop();
    }
  });

  it('measures how long a gate accepts keys without the authority', async () => {
    const more = ['--upstream', `http://127.0.0.1:${api.port}`, '--status-port', '0', '--max-stale', '2'];
    const gate = await startGate(['--issuer', `${authority.origin}/acme`, ...more]);
    const { pid } = authority.program.child;
    const outage = `--stop-authority 'kill -STOP ${pid}' --start-authority 'kill -CONT ${pid}'`;
    const line = `doctor --url ${gate.url} --workspace acme --json ${outage}`;
    const measured = async (timeout: string) => {
      await gateReady(gate);
      const { stdout, stderr } = await run(`${line} --timeout ${timeout}`);
      assert.match(stdout, /^\{/, stderr);
      const all = (
        JSON.parse(stdout) as { measured: { id: string; result: string; what: string; millis?: number }[] }
      ).measured;
      return all.find(({ id }) => id === 'authority-outage') ?? assert.fail(stdout);
    };
    try {
      const ended = await measured('30s');
      assert.equal(ended.result, 'ok');
      // From its last contact, which was before the outage, to the answer to a request, which may be late.
      assert.ok((ended.millis ?? 0) > 100 && (ended.millis ?? 0) < 20_000, ended.what);
      const cut = await measured('1s');
      assert.deepEqual([cut.result, /for at least 1\.0 s/.test(cut.what)], ['warning', true], cut.what);
    } finally {
      await gate.stop();
    }
  });

  it('finds an API that needs no key', async () => {
    const found = await doctor(`http://127.0.0.1:${api.port}`);
    assert.deepEqual([found.broken, found.code], [['missing-key'], 1]);
    assert.equal(await activeKeys(), 0);
  });

  it('finds a client that can name itself', { skip: envoy.skip }, async () => {
    const running = await envoyWith(']lostwax(', ']other(');
    try {
      assert.ok((await doctor(running.url)).broken.includes('identity-headers'));
    } finally {
      await running.stop();
    }
  });

  it('finds a cache that keeps revoked keys, and that they work through an outage', {
    skip: envoy.skip,
  }, async () => {
    const running = await envoyWith('forward: false', 'jwt_cache_config: {}, forward: false');
    const { pid } = authority.program.child;
    const outage = `--stop-authority 'kill -STOP ${pid}' --start-authority 'kill -CONT ${pid}'`;
    try {
      const found = await doctor(running.url, `--revocation 3s ${outage}`);
      assert.deepEqual([found.broken, found.code], [['revocation', 'last-key'], 1]);
      assert.deepEqual(found.warning, ['authority-outage']);
    } finally {
      await running.stop();
    }
  });

  for (const signal of ['INT', 'TERM'])
    it(`revokes its keys when it is interrupted by SIG${signal}`, async () => {
      const line = 'doctor --url http://127.0.0.1:9 --workspace acme & echo $! > pid; wait $!';
      const ended = run(line);
      await until('a probe key exists', 10_000, async () => (await activeKeys()) === 1);
      await sh(place, `kill -${signal} "$(cat pid)"`);
      const { stderr } = await ended;
      assert.match(stderr, /Interrupted/);
      assert.equal(await activeKeys(), 0);
    });

  it('refuses what it cannot measure', async () => {
    for (const more of [
      '',
      '--url ftp://x --workspace acme',
      '--url http://127.0.0.1:1',
      '--config missing.yaml',
    ])
      assert.equal((await run(`doctor ${more}`)).code, 2, more);
  });
});
