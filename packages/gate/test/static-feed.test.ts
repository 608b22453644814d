/** A gate that reads files from `lostwax publish` through a real nginx that caches them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parsePointer } from '@lostwax/contract';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { startNginx } from '../../../tools/testing/nginx.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { ask } from '../../../tools/testing/request.ts';
import type { RunningServer } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';
import { cachingConfig } from './support/caching-nginx.ts';

interface RestoreReport {
  readonly settled: boolean;
  readonly workspaces: readonly { readonly slug: string; readonly revoked: number }[];
}

interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

const SOON_MS = 15_000;
const MAX_STALE_SECONDS = 3;
const workspace = '/v1/workspaces/acme';
const nginxPeer = await peerForTests('nginx');

describe('a static feed behind a caching nginx', { skip: nginxPeer.skip, timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-static-'));
  const root = join(folder, 'www');
  const feed = join(root, 'acme', 'feed');
  let authority: RunningAuthority;
  let issuer: string;
  let nginx: RunningServer;
  let publisher: Program;
  let gate: RunningGate;
  /** Reads through a cache that never lets go of the first pointer. */
  let stuck: RunningGate;

  const publish = (to = root): Program => {
    const flags = ['--issuer', issuer, '--to', to, '--keys-every', '1', '--snapshot-every', '1'];
    return startProgram(process.execPath, [
      lostwaxCommand,
      'publish',
      '--json',
      '--status-port',
      '0',
      ...flags,
    ]);
  };
  const lostwax = async <T>(args: readonly string[]): Promise<T> => {
    const command = [lostwaxCommand, ...args, '--json'];
    return JSON.parse((await promisify(execFile)(process.execPath, command)).stdout) as T;
  };
  const pointer = () => parsePointer(readFileSync(join(feed, 'pointer.json'), 'utf8'));
  const issue = (): Promise<Issued> => authority.call('POST', `${workspace}/keys`, { customer: 'cus_1' });
  const revoke = ({ key }: Issued): Promise<unknown> =>
    authority.call('POST', `${workspace}/keys/${key.id}/revoke`, {});
  const untilSays = (one: Issued, code: string): Promise<unknown> =>
    until(`the gate says ${code}`, SOON_MS, async () => (await gate.code(one.token)) === code);
  const published = (): Promise<unknown> =>
    until('a pointer is published', SOON_MS, () => {
      try {
        return pointer() !== undefined;
      } catch {
        return false;
      }
    });

  before(async () => {
    authority = await startAuthority(join(folder, 'data'));
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    issuer = `http://localhost:${authority.port}/acme`;
    mkdirSync(root);
    nginx = await startNginx(nginxPeer.program, (port) => cachingConfig(port, root, folder));
    publisher = publish();
    await published();
    const gateAt = (path: string): Promise<RunningGate> =>
      startGate([
        ...['--issuer', issuer, '--feed', `${nginx.url}${path}/acme/feed/pointer.json`],
        ...['--max-stale', String(MAX_STALE_SECONDS)],
      ]);
    [gate, stuck] = await Promise.all([gateAt(''), gateAt('/stuck')]);
    await gateReady(gate);
  });
  after(async () => {
    await Promise.all([gate?.stop(), stuck?.stop()]);
    await publisher?.stop();
    await nginx?.stop();
    await authority?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings a new key to the gate, and its revocation', async () => {
    const key = await issue();
    await untilSays(key, 'accepted');
    await revoke(key);
    await untilSays(key, 'key_unknown');
  });

  it('serves the key set and its shards under the paths of the authority', async () => {
    const { key } = await issue();
    const shard = await until('the key is in a published shard', SOON_MS, () =>
      readdirSync(join(root, 'acme', '.well-known', 'jwks')).find(
        (name) =>
          !name.startsWith('.') &&
          readFileSync(join(root, 'acme', '.well-known', 'jwks', name), 'utf8').includes(key.id),
      ),
    );
    for (const path of ['jwks.json', `jwks/${shard}`])
      await until(`${path} is the authority's`, SOON_MS, async () => {
        const [copy, own] = await Promise.all(
          [`${nginx.url}/acme`, issuer].map((at) => ask(`${at}/.well-known/${path}`)),
        );
        return copy?.text === own?.text;
      });
  });

  it('tells a restore what was revoked after the backup, as a folder or through the web server', async () => {
    const backup = join(folder, 'acme.backup');
    const [kept, revoked] = [await issue(), await issue()];
    await lostwax(['backup', '--data', authority.dataFolder, '--to', backup]);
    await revoke(revoked);
    await untilSays(kept, 'accepted');
    await untilSays(revoked, 'key_unknown');
    const places = [root, join(feed, 'pointer.json'), `${nginx.url}/acme/feed/pointer.json`];
    for (const [index, place] of places.entries()) {
      const to = ['--from', backup, '--data', join(folder, `restored-${index}`)];
      const decided = ['--administrators', 'keep', '--evidence', place];
      const report = await lostwax<RestoreReport>(['restore', ...to, ...decided]);
      const acme = report.workspaces.find(({ slug }) => slug === 'acme');
      assert.deepEqual([report.settled, acme?.revoked], [true, 1], place);
    }
  });

  it('says on its status pages whether it publishes, and as of when', async () => {
    const statusUrl = await until(
      'the publisher is ready',
      SOON_MS,
      () => /"statusUrl":"([^"]*)"/.exec(publisher.output())?.[1],
    );
    assert.equal((await ask(`${statusUrl}/readyz`)).status, 200);
    assert.equal((await ask(`${statusUrl}/healthz`)).text, 'ok\n');
    const metric = async (name: string, labels = ''): Promise<number> => {
      const { text } = await ask(`${statusUrl}/metrics`);
      const start = `lostwax_publish_${name}{issuer="${issuer}"${labels}} `;
      const line = text.split('\n').find((one) => one.startsWith(start)) ?? assert.fail(text);
      return Number(line.slice(start.length));
    };
    for (const name of ['pointer_age_seconds', 'key_set_age_seconds'])
      await until(`${name} is low`, SOON_MS, async () => (await metric(name)) < MAX_STALE_SECONDS);
    assert.ok((await metric('sequence')) > 0);
    assert.equal(await metric('failures_total', ',what="feed"'), 0);
  });

  it('does not start a second publisher for the same folder, under whatever name', async () => {
    const alias = join(folder, 'alias');
    symlinkSync(root, alias);
    const second = publish(alias);
    await until('the second one has ended', SOON_MS, () => !second.running());
    assert.match(second.output(), /"code":"already_running"/);
    assert.ok(publisher.running());
  });

  it('stops a publisher once another one, of another machine, writes the pointer', async () => {
    const file = join(feed, 'pointer.json');
    const other = (): void => {
      const text = readFileSync(file, 'utf8').replace(/"publisher":"\w+"/, '"publisher":"another"');
      writeFileSync(`${file}.other`, text);
      renameSync(`${file}.other`, file);
    };
    await until('the publisher has ended', SOON_MS, () => {
      if (!publisher.running()) return true;
      other();
      return false;
    });
    assert.match(publisher.output(), /"code":"displaced"/);
    assert.equal(pointer()?.publisher, 'another');
    publisher = publish();
    await until('it is taken over', SOON_MS, () => pointer()?.publisher !== 'another');
  });

  it('does not count an old pointer from a cache as fresh, however often it arrives', async () => {
    const key = await issue();
    await untilSays(key, 'accepted');
    await until('the gate is stale', SOON_MS, async () => (await stuck.code(key.token)) === 'set_stale');
    const arrived = await ask(`${nginx.url}/stuck/acme/feed/pointer.json`);
    assert.ok(Date.now() - (parsePointer(arrived.text)?.at ?? Number.NaN) > MAX_STALE_SECONDS * 1_000);
    assert.equal(await gate.code(key.token), 'accepted');
  });

  it('refuses every key once the publisher has been gone for maxStale, though nginx goes on answering', async () => {
    const [kept, lost] = [await issue(), await issue()];
    await untilSays(lost, 'accepted');
    await publisher.stop('SIGKILL');
    await revoke(lost);
    const madeAt = pointer()?.at ?? 0;
    // On a busy machine the gate may also be late with earlier pointers.
    await until('the gate is stale since the last pointer', SOON_MS, async () => {
      const isDue = Date.now() - madeAt >= MAX_STALE_SECONDS * 1_000;
      return (await gate.verify(kept.token)) === 503 && isDue;
    });
    assert.equal(await gate.code(kept.token), 'set_stale');
    assert.equal((await ask(`${nginx.url}/acme/feed/pointer.json`)).status, 200);

    // What a kill in the middle of a write leaves behind: parts, and a segment that no pointer names.
    const named = pointer();
    writeFileSync(join(feed, '.pointer.json.part'), '{"static":1,');
    const orphan = join(feed, 'changes', `${positionOf(feed)}.events`);
    writeFileSync(orphan, '');
    assert.deepEqual(pointer(), named);
    publisher = publish();
    await untilSays(kept, 'accepted');
    assert.equal(await gate.code(lost.token), 'key_unknown', 'not accepted again for a moment');
    assert.equal(await gate.metric('lostwax_gate_snapshots_total'), 1, 'the gate continued where it was');
  });

  it('leaves a whole pointer and a chain that continues, whenever it is killed', async () => {
    const before = await gate.metric('lostwax_gate_snapshots_total');
    // Read first: the change may be published before the authority's answer arrives here.
    const { position } = pointer() ?? {};
    const key = await issue();
    await until('something has been written', SOON_MS, () => {
      const files = readdirSync(join(feed, 'changes'));
      return files.some((name) => name.includes(`.${position?.seq}.`));
    });
    await publisher.stop('SIGKILL');
    assert.ok(pointer() !== undefined);
    publisher = publish();
    await untilSays(key, 'accepted');
    assert.equal(await gate.metric('lostwax_gate_snapshots_total'), before);
  });

  it('publishes a newer snapshot, from which another gate starts', async () => {
    const key = await issue();
    await untilSays(key, 'accepted');
    const { snapshot } = pointer() ?? assert.fail();
    const feeds = join(folder, 'data', 'feed');
    const own = readdirSync(feeds).filter((name) => name.includes('-public-'));
    for (const name of own) rmSync(join(feeds, name));
    await until('the pointer names a newer snapshot', SOON_MS, () => {
      const now = pointer();
      return now !== undefined && now.snapshot.position.seq > snapshot.position.seq;
    });
    const late = await issue();
    const other = await startGate(['--issuer', issuer, '--feed', `${nginx.url}/acme/feed/pointer.json`]);
    try {
      await gateReady(other);
      await other.accepts(late.token);
      assert.equal(await other.code(key.token), 'accepted');
    } finally {
      await other.stop();
    }
  });

  it('goes with a new lineage', async () => {
    const key = await issue();
    await untilSays(key, 'accepted');
    await authority.stop();
    const raise = startProgram(process.execPath, [
      ...[lostwaxCommand, 'epoch', 'raise', '--data', authority.dataFolder],
    ]);
    await until('the epoch is raised', SOON_MS, () => !raise.running());
    authority = await startAuthority(authority.dataFolder, authority.port);
    const next = await issue();
    await untilSays(next, 'accepted');
    assert.equal(await gate.code(key.token), 'accepted');
    await revoke(key);
    await untilSays(key, 'key_unknown');
  });
});

/** A caching proxy in front of a plain file server, which goes on answering without it. */
function positionOf(feed: string): string {
  const text = readFileSync(join(feed, 'pointer.json'), 'utf8');
  return (JSON.parse(text) as { position: string }).position;
}
