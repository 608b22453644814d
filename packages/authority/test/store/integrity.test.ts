import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { pino } from 'pino';
import { descendants } from '../../../../tools/testing/descendants.ts';
import { until } from '../../../../tools/testing/until.ts';
import { startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';

const folder = makeFolder();
const file = join(folder, 'lostwax.db');
const logged: { readonly faults?: readonly string[]; readonly keyIds?: readonly string[] }[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => logged.push(JSON.parse(line)) });
const secretKey = randomBytes(32).toString('base64url');
const start = () =>
  startAuthority({ data: folder, port: 0, origin: 'http://localhost:7420', log, secretKey });

const LIMIT_MS = 60_000;

type Authority = Awaited<ReturnType<typeof start>>;

/** The metrics of the check after it has finished with the file, or with the keys too. */
async function checked({ url }: Authority, name: string): Promise<string> {
  const headers = { authorization: `Bearer ${readFileSync(join(folder, 'admin.key'), 'utf8').trim()}` };
  return until(`the check says ${name}`, LIMIT_MS, async () => {
    const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
    return new RegExp(`^${name} (\\d+)$`, 'm').exec(metrics)?.[1];
  });
}

it('a start checks the file, its keys and signing keys, and reports which differ from the audit log', async () => {
  const first = await start();
  const call = (path: string, body: unknown, method = 'POST') =>
    fetch(first.url + path, {
      method,
      headers: {
        authorization: `Bearer ${readFileSync(join(folder, 'admin.key'), 'utf8').trim()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  await call('/v1/workspaces', { slug: 'acme' });
  const items = Array.from({ length: 300 }, (_, number) => ({ customer: `c${number}` }));
  assert.equal((await call('/v1/workspaces/acme/keys:batch', { items })).status, 201);
  await call('/v1/workspaces', { slug: 'shared' });
  await call('/v1/workspaces/shared', { methods: ['shared-signed'] }, 'PATCH');
  assert.equal((await call('/v1/workspaces/shared/keys', { customer: 'c' })).status, 201);
  assert.equal(await checked(first, 'lostwax_database_damaged'), '0');
  assert.equal(await checked(first, 'lostwax_keys_unknown_to_audit'), '0');
  await first.close();
  assert.deepEqual(logged, []);

  const database = new DatabaseSync(file);
  const { kid } = database.prepare(`SELECT kid FROM keys WHERE kid LIKE 'acme%' LIMIT 1`).get() as {
    kid: string;
  };
  database.prepare(`UPDATE keys SET pin = randomblob(32) WHERE kid = ?`).run(kid);
  // A thief's signing key, and a key to keep it alive: gateways would accept whatever it signs.
  const planted = 'shared_planted';
  database
    .prepare(
      `INSERT INTO signing_keys SELECT id + 1, workspace_id, ?, shard, algorithm, jwk, NULL, published, changed_epoch,
        changed_seq, changed_digest, changed_at, created_at, created_at, retires_at, removed_at FROM signing_keys`,
    )
    .run(planted);
  database.prepare(`UPDATE keys SET signed_by = ? WHERE signed_by IS NOT NULL`).run(planted);
  database.close();
  const second = await start();
  assert.equal(await checked(second, 'lostwax_keys_unknown_to_audit'), '2');
  await second.close();
  assert.deepEqual(
    logged.flatMap(({ keyIds }) => keyIds ?? []),
    [kid, planted],
  );
});

it('flipped bits in an index, from which key sets are read, are found', async () => {
  const bytes = readFileSync(file);
  // An index entry contains the public half too: each of the two places is changed once.
  const database = new DatabaseSync(file);
  const { jwk } = database
    .prepare(`SELECT jwk FROM keys WHERE published = 1 AND jwk IS NOT NULL ORDER BY id DESC LIMIT 1`)
    .get() as {
    jwk: string;
  };
  database.close();
  const x = Buffer.from(JSON.parse(jwk).x);
  const at = bytes.lastIndexOf(x);
  assert.ok(at > 0 && bytes.indexOf(x) !== at);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
  const third = await start();
  assert.equal(await checked(third, 'lostwax_database_damaged'), '1');
  await third.close();
  assert.ok(logged.some(({ faults }) => faults !== undefined && faults.length > 0));
});

it('a stop doesn’t wait for the check, which can take minutes', async () => {
  const fourth = await start();
  process.kill(await until('the check runs', LIMIT_MS, checkProcess), 'SIGSTOP');
  await fourth.close();
  await until('it has ended', LIMIT_MS, () => checkProcess() === undefined);
});

/** The process of this one that checks, if it runs. */
function checkProcess(): number | undefined {
  return descendants(process.pid).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('check-process');
    } catch {
      return false;
    }
  });
}
