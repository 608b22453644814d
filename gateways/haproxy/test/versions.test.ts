/** What `lostwax pins` relies on when a key is revoked while the whole table is written, which versions of HAProxy could change. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gateways } from '@lostwax/gateways';
import { HaproxyTarget } from '../../../packages/pins/src/haproxy/target.ts';
import { noLog } from '../../../packages/pins/src/log.ts';
import type { PinEntry, Seal } from '../../../packages/pins/src/target.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { startHaproxy } from '../../../tools/testing/haproxy.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';
import { runtime } from './support.ts';

const MAP = '/dev/null';

const entry = (keyId: string): PinEntry => ({
  ...{ pin: hash('sha256', keyId, 'base64url'), keyId, customer: 'customer-1' },
  ...{ scopes: [], claims: {}, method: 'opaque' },
});

for (const name of ['haproxy', 'haproxy-3.0']) {
  const { program, skip } = await peerForTests(name);

  describe(`the maps of ${name}`, { skip, timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-maps-'));
    const socket = join(folder, 'haproxy.sock');
    let server: RunningServer;

    before(async () => {
      const haproxy = gateways.find((it) => it.name === 'haproxy') ?? assert.fail();
      const workspace = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };
      const given = { mode: 'pins', socket, upstream: '127.0.0.1:9' };
      server = await startHaproxy(program, (port) =>
        haproxy.render(workspace, { ...given, listen: `127.0.0.1:${port}` }),
      );
    });
    after(async () => {
      await server?.stop();
      rmSync(folder, { recursive: true });
    });

    const say = async (command: string): Promise<string> => (await runtime(socket, command)).trim();
    const keys = async (): Promise<string[]> =>
      (await say(`show map ${MAP}`)).split('\n').flatMap((line) => line.split(' ').slice(1, 2));

    it('lose what is removed: at once, and from a prepared version too', async () => {
      await say(`add map ${MAP} revoked 1`);
      await say(`add map ${MAP} good 1`);
      const version = /created: (\d+)/.exec(await say(`prepare map ${MAP}`))?.[1] ?? assert.fail();
      await say(`add map @${version} ${MAP} revoked 2`);
      await say(`add map @${version} ${MAP} good 2`);
      assert.equal(await say(`del map ${MAP} revoked`), '');
      assert.deepEqual(await keys(), ['good']);
      await say(`commit map @${version} ${MAP}`);
      assert.deepEqual(await keys(), ['good']);
    });

    it('drop what a process that was killed has left in a prepared version', async () => {
      await say(`clear map ${MAP}`);
      const version = /created: (\d+)/.exec(await say(`prepare map ${MAP}`))?.[1] ?? assert.fail();
      await say(`add map @${version} ${MAP} left 1`);
      assert.match(await say('show map'), /\(\/dev\/null\).*entry_cnt=1\b/);
      const abandoned = (async function* () {
        yield [entry('some')];
        assert.match(await say('show map'), /\(\/dev\/null\).*entry_cnt=0\b/);
        throw new Error('The snapshot has ended too early.');
      })();
      const seal = (): Seal => assert.fail();
      await assert.rejects(
        new HaproxyTarget(socket, noLog).replace(abandoned, seal, () => []),
        /too early/,
      );
      assert.deepEqual(await keys(), []);
    });

    it('have no key that is revoked while the whole table is written', async () => {
      const target = new HaproxyTarget(socket, noLog);
      const seal = (): Seal => ({ stamp: 'test', deadline: 4_000_000_000 });
      const [revoked, good, added] = ['revoked', 'good', 'added'].map(entry) as [
        PinEntry,
        PinEntry,
        PinEntry,
      ];
      assert.equal(await target.replace([[revoked, good]], seal, () => []), 2);
      const parts = [[revoked], [good, added]];
      const left = [revoked.pin];
      assert.equal(await target.replace(parts, seal, () => [left.splice(0)]), 2);
      assert.deepEqual(new Set(await keys()), new Set([good.pin, added.pin]));
      assert.equal(await target.change({ removed: [good.pin], added: [revoked] }), 1);
      assert.deepEqual(new Set(await keys()), new Set([revoked.pin, added.pin]));
    });

    it('count and change only the version in use', async () => {
      await say(`clear map ${MAP}`);
      await say(`add map ${MAP} old 1`);
      const version = /created: (\d+)/.exec(await say(`prepare map ${MAP}`))?.[1] ?? assert.fail();
      await say(`add map @${version} ${MAP} new 1`);
      assert.deepEqual(await keys(), ['old']);
      await say(`commit map @${version} ${MAP}`);
      assert.deepEqual(await keys(), ['new']);
      assert.match(await say('show map'), /\(\/dev\/null\).*entry_cnt=1\b/);
    });
  });
}
