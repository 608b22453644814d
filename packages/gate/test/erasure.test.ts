import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { seedKeys } from '../../../lab/bench/seed.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';

const MEBIBYTE = 1024 * 1024;
const ERASED = 25;
const FILLERS = 36_000;
const SLUG = 'acme';
const OTHER = 'other';

const folder = mkdtempSync(join(tmpdir(), 'lostwax-erasure-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const data = join(folder, 'data');
const cache = join(folder, 'cache');
const database = join(data, 'lostwax.db');

/** Everything stored about one customer. Each text is distinct, so that a leftover can be named. */
function personal(number: number) {
  const mark = `zq${String(number).padStart(2, '0')}q`;
  const words = [
    'customer',
    'name',
    'key',
    'renamed',
    'claim',
    'metadata',
    'grown',
    'reason',
    'actor',
    'person',
  ];
  const texts = Object.fromEntries(words.map((word) => [word, `${word}-${mark}`]));
  return { ...texts, address: `198.51.100.${100 + number}` } as Record<string, string>;
}

type Said = ReturnType<typeof personal>;

/** Which of the texts are in any file below these folders. */
function found(texts: readonly string[], ...folders: readonly string[]): string[] {
  const contents = folders.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readIfThere(join(entry.parentPath, entry.name))),
  );
  return texts.filter((text) => contents.some((content) => content.includes(text)));
}

/** Files of a cache come and go. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Issues keys as the customer, in a portal session from its own address. */
async function ownKeys(authority: RunningAuthority, said: Said): Promise<void> {
  const { customer, actor, person, address, key, name } = said;
  const { token } = await authority.call<{ token: string }>(
    'POST',
    `/v1/workspaces/${SLUG}/portal-sessions`,
    {
      ...{ customer, customerName: name, embed: true, actor: { id: person, name: actor } },
    },
  );
  const answer = await fetch(`${authority.url}/v1/workspaces/${SLUG}/keys`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-forwarded-for': String(address),
    },
    body: JSON.stringify({ customer, name: key }),
  });
  assert.equal(answer.status, 201, await answer.text());
}

/** Issues this many keys to each customer, with others' keys in between. */
async function issueAmongOthers(authority: RunningAuthority, customers: readonly Said[], count: number) {
  const other = { customer: OTHER };
  const items = Array.from({ length: count }, () =>
    customers.flatMap(({ customer, key, claim, metadata }) => [
      { customer, name: key, claims: { who: claim }, metadata: { note: metadata } },
      ...[other, other, other, other],
    ]),
  ).flat();
  await authority.call('POST', `/v1/workspaces/${SLUG}/keys:batch`, { items });
}

/** Grows the rows of others in place, so that SQLite moves the customers' rows from page to page. */
function grow(): void {
  const file = new DatabaseSync(database);
  file.exec('PRAGMA secure_delete = ON; PRAGMA synchronous = OFF');
  const bytes = '\'{"f":"\' || hex(randomblob(150 + id * 37 % 700)) || \'"}\'';
  const others = "(SELECT id FROM customers WHERE subject = ? OR subject LIKE 'seed-%')";
  file.prepare(`UPDATE keys SET metadata = ${bytes} WHERE customer_id IN ${others}`).run(OTHER);
  file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  file.close();
}

it(`${ERASED} erased customers leave no trace in a database of more than 64 MiB, its log, the feeds, and a gate’s cache`, async () => {
  const everybody = Array.from({ length: ERASED + 1 }, (_, number) => personal(number));
  const kept = everybody.at(-1) as Said;
  const gone = everybody.slice(0, ERASED);
  let authority = await startAuthority(data, 0, ['--trust-proxy', '127.0.0.0/8']);
  const { port } = authority;
  await authority.call('POST', '/v1/workspaces', { slug: SLUG });
  // Its audit entries come after those of the first workspace, which then never reach the end of their table.
  await authority.call('POST', '/v1/workspaces', { slug: 'later' });
  const later = Array.from({ length: 100 }, () => ({ customer: OTHER }));
  await authority.call('POST', '/v1/workspaces/later/keys:batch', { items: later });
  await issueAmongOthers(authority, everybody, 7);
  for (const said of everybody) await ownKeys(authority, said);
  await authority.stop();
  seedKeys({ file: database, workspace: SLUG, keys: FILLERS, customers: 3 });
  grow();
  assert.ok(statSync(database).size > 64 * MEBIBYTE, String(statSync(database).size));

  authority = await startAuthority(data, port, ['--trust-proxy', '127.0.0.0/8']);
  const keyFile = join(folder, 'feed.key');
  writeFileSync(keyFile, authority.adminKey, { mode: 0o600 });
  const issuer = `http://localhost:${port}/${SLUG}`;
  const gate = await startGate(['--issuer', issuer, '--cache', cache, '--feed-key-file', keyFile]);
  try {
    await gateReady(gate);
    for (const said of everybody) {
      const path = `/v1/workspaces/${SLUG}/keys`;
      const list = await authority.call<{ items: { id: string }[] }>(
        'GET',
        `${path}?customer=${said['customer']}`,
      );
      const [a, b] = list.items.map(({ id }) => id);
      const grown = String(said['grown']).repeat(60);
      await authority.call('PATCH', `${path}/${a}`, { name: said['renamed'], metadata: { grown } });
      await authority.call('POST', `${path}/${b}/revoke`, { reason: said['reason'] });
    }
    await issueAmongOthers(authority, everybody, 2);
    const texts = everybody.flatMap((said) => Object.values(said));
    assert.deepEqual(found(texts, data), texts, 'the search finds what is there');
    const inCache = gone.map(({ claim }) => String(claim));
    assert.deepEqual(found(inCache, cache), inCache);
    // In batches, because they share the overwriting of the bytes.
    for (let from = 0; from < ERASED; from += 5) {
      await Promise.all(
        gone
          .slice(from, from + 5)
          .map(({ customer }) => authority.call('DELETE', `/v1/workspaces/${SLUG}/customers/${customer}`)),
      );
    }
    const erased = gone.flatMap((said) => Object.values(said));
    // Once the authority answers, it has nothing left. A gate follows.
    assert.deepEqual(found(erased, data), []);
    await until('they are gone from the gate’s cache too', 60_000, () => found(erased, cache).length === 0);
    assert.deepEqual(found(Object.values(kept), data), Object.values(kept), 'others are still there');
  } finally {
    await gate.stop();
    await authority.stop();
  }
  const file = new DatabaseSync(database, { readOnly: true });
  assert.deepEqual({ ...file.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
  file.close();
});
