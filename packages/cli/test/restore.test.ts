import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { makePlace, type Serving, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const ORIGIN = ['--origin', 'http://localhost:7420'] as const;

async function etag({ url }: Serving): Promise<string | null> {
  const answer = await fetch(`${url}/acme/.well-known/jwks.json`);
  await answer.arrayBuffer();
  assert.equal(answer.status, 200);
  return answer.headers.get('etag');
}

/** What a restore accepts when nothing is known about the time after the copy. */
const accepted = '--accept-unknown-since 2000-01-01T00:00:00Z';

/** The procedures in docs/operating.md. */
const ways = [
  {
    name: 'the folder of a stopped authority',
    running: undefined,
    copyStopped: (data: string, copy: string) => cpSync(data, copy, { recursive: true }),
    putBack(data: string, copy: string) {
      rmSync(data, { recursive: true });
      cpSync(copy, data, { recursive: true });
    },
    restore: `lostwax restore --data data ${accepted}`,
  },
  {
    name: 'lostwax backup while the authority runs',
    running: 'lostwax backup --data data --to copy',
    copyStopped() {},
    putBack(data: string) {
      for (const name of readdirSync(data)) if (name.startsWith('lostwax.db')) rmSync(join(data, name));
    },
    restore: `lostwax restore --from copy --data data ${accepted}`,
  },
] as const;

for (const way of ways) {
  it(`a backup is restored as docs/operating.md describes (${way.name})`, () => restored(way));
}

async function restored(way: (typeof ways)[number]): Promise<void> {
  const place = makePlace();
  const data = join(place.folder, 'data');
  const copy = join(place.folder, 'copy');
  let authority = await serve(place, ...ORIGIN);
  const run = async (line: string): Promise<string> => {
    const { code, stdout, stderr } = await sh(place, line, { LOSTWAX_URL: authority.url });
    assert.equal(code, 0, stderr);
    return stdout;
  };
  try {
    await run('lostwax workspace create acme && lostwax key issue --workspace acme --customer c > kept.txt');
    const before = await etag(authority);
    if (way.running !== undefined) await run(way.running);
    await authority.program.stop();
    way.copyStopped(data, copy);
    authority = await serve(place, ...ORIGIN);
    await run('lostwax key issue --workspace acme --customer c > lost.txt');
    await authority.program.stop();

    way.putBack(data, copy);
    assert.match(await run(way.restore), /The authority can start/);
    authority = await serve(place, ...ORIGIN);
    assert.notEqual(await etag(authority), before, 'the set is the same, its history is not');
    assert.equal(JSON.parse(await run('lostwax key show - --json < kept.txt')).state, 'active');
    const lost = await sh(place, 'lostwax key show - < lost.txt', { LOSTWAX_URL: authority.url });
    assert.equal(lost.code, 1, lost.stdout);
  } finally {
    await authority.program.stop();
    place.remove();
  }
}

it('git ignores every file of a data folder, whatever its name', async () => {
  const place = makePlace();
  const authority = await serve(place);
  try {
    const ready = 'lostwax workspace create acme && lostwax key issue --workspace acme --customer c';
    const { code, stderr } = await sh(place, ready, { LOSTWAX_URL: authority.url });
    assert.equal(code, 0, stderr);
    const snapshot = await fetch(`${authority.url}/acme/feed/snapshot`);
    await snapshot.arrayBuffer();
    assert.equal(snapshot.status, 200);
    const found = readdirSync(join(place.folder, 'data'), { recursive: true, withFileTypes: true });
    const files = found.filter((item) => item.isFile()).map(({ name }) => `other/${name}`);
    assert.ok(['other/admin.key', 'other/lostwax.db'].every((name) => files.includes(name)));
    const { stdout } = spawnSync('git', ['check-ignore', '--no-index', ...files], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.deepEqual(new Set(stdout.trim().split('\n')), new Set(files));
  } finally {
    await authority.program.stop();
    place.remove();
  }
});
