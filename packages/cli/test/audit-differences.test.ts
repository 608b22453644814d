import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { checkOf } from '@lostwax/core';
import { createVerifier } from '@lostwax/verifier';
import { until } from '../../../tools/testing/until.ts';
import { makePlace, type Serving, secretKeyFile, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

interface Found {
  readonly workspaces: readonly {
    readonly workspace: string;
    readonly differences: readonly { readonly keyId: string | null; readonly difference: string }[];
    readonly notCompared: readonly string[];
    readonly revoked: readonly string[];
  }[];
}

/** The SHA-256 of another token, as an attacker would insert it to turn that token into a key. */
const own = createHash('sha256').update('my own').digest();

/** Another key ID in the same shard. */
function anotherOf(kid: string): string {
  const stem = `${kid.slice(0, -7)}0`;
  return stem + checkOf(stem);
}

const insert = `
  INSERT INTO keys (workspace_id, kid, shard, customer_id, name, ending, method, scopes, claims, metadata, pin, jwk, published,
    changed_epoch, changed_seq, changed_at, created_at, created_by)
  SELECT workspace_id, ?2, shard, customer_id, name, ending, method, scopes, claims, metadata, ?3, replace(jwk, kid, ?2), 1,
    changed_epoch, changed_seq, changed_at, 0, created_by FROM keys WHERE kid = ?1`;

describe('audit verify compares what is published with what was issued', () => {
  const place = makePlace();
  let authority: Serving;
  const start = async (): Promise<void> => {
    authority = await serve(
      place,
      '--origin',
      'http://localhost:7420',
      '--secret-key-file',
      secretKeyFile(place),
    );
  };
  const run = (line: string, env: NodeJS.ProcessEnv = {}) =>
    sh(place, line, { LOSTWAX_URL: authority.url, ...env });
  const issue = async (workspace: string, more = ''): Promise<string> => {
    const { stdout, stderr } = await run(
      `lostwax key issue --workspace ${workspace} --customer one ${more} > key.txt && lostwax inspect - --json < key.txt`,
    );
    return (/"kid":"(\w+)"/.exec(stdout) ?? assert.fail(stderr))[1] as string;
  };
  const verify = async (flags = ''): Promise<Found & { code: number | null }> => {
    const { code, stdout, stderr } = await run(`lostwax audit verify --json ${flags}`);
    assert.notEqual(stdout, '', stderr);
    return { code, ...(JSON.parse(stdout) as Found) };
  };
  before(start);
  after(async () => {
    await authority.program.stop();
    place.remove();
  });

  const cases: readonly {
    readonly what: string;
    readonly slug: string;
    readonly prepare?: string;
    readonly sql: string;
    readonly finds: string;
  }[] = [
    {
      what: 'another pin',
      slug: 'ws_ax',
      sql: 'UPDATE keys SET pin = ?3 WHERE kid = ?1 AND ?2 = ?2',
      finds: 'pin',
    },
    {
      what: 'another public half',
      slug: 'ws_bx',
      sql: `UPDATE keys SET jwk = replace((SELECT jwk FROM keys WHERE kid LIKE 'lostwax%' LIMIT 1),
        (SELECT kid FROM keys WHERE kid LIKE 'lostwax%' LIMIT 1), ?1) WHERE kid = ?1 AND ?2 = ?2 AND ?3 = ?3`,
      finds: 'public_half',
    },
    { what: 'a record with an old created_at', slug: 'ws_cx', sql: insert, finds: 'not_in_audit' },
    {
      what: 'a revoked key that is published again',
      slug: 'ws_dx',
      prepare: 'lostwax key revoke',
      sql: 'UPDATE keys SET published = 1, revoked_at = NULL WHERE kid = ?1 AND ?2 = ?2 AND ?3 = ?3',
      finds: 'ended',
    },
    {
      what: 'a key that was withdrawn unseen',
      slug: 'ws_ex',
      sql: 'UPDATE keys SET published = 0 WHERE kid = ?1 AND ?2 = ?2 AND ?3 = ?3',
      finds: 'withdrawn',
    },
    {
      what: 'other scopes',
      slug: 'ws_fx',
      sql: `UPDATE keys SET scopes = '["admin"]' WHERE kid = ?1 AND ?2 = ?2 AND ?3 = ?3`,
      finds: 'scopes',
    },
  ];

  const kids = new Map<string, string>();

  it('and finds no difference if only the authority has written', async () => {
    for (const { slug, prepare } of cases) {
      assert.equal((await run(`lostwax workspace create ${slug}`)).code, 0);
      kids.set(slug, await issue(slug));
      await issue(slug);
      if (prepare !== undefined) assert.equal((await run(`${prepare} ${kids.get(slug)}`)).code, 0);
    }
    const { code, workspaces } = await verify();
    for (const { differences, notCompared } of workspaces) {
      assert.deepEqual(differences, []);
      assert.deepEqual(notCompared, []);
    }
    assert.equal(code, 0);
  });

  it('and names what someone else wrote, key by key', async () => {
    await authority.program.stop();
    const database = new DatabaseSync(join(place.folder, 'data', 'lostwax.db'));
    for (const { slug, sql } of cases) {
      const kid = kids.get(slug) ?? assert.fail();
      assert.ok(Number(database.prepare(sql).run(kid, anotherOf(kid), own).changes) > 0);
      if (sql === insert) kids.set(slug, anotherOf(kid));
    }
    database.close();
    await start();
    const { code, workspaces } = await verify();
    assert.equal(code, 1);
    for (const { slug, what, finds } of cases) {
      const { differences } = workspaces.find(({ workspace }) => workspace === slug) ?? assert.fail(slug);
      const named = differences.filter(({ keyId }) => keyId === kids.get(slug));
      assert.ok(
        named.some(({ difference }) => difference === finds),
        `${what}: ${JSON.stringify(differences)}`,
      );
      assert.deepEqual(
        differences.filter(
          ({ keyId, difference }) => keyId !== kids.get(slug) && difference !== 'unknown_pin',
        ),
        [],
      );
    }
  });

  it('and names a workspace whose sentinel was replaced with another public half, which JWT libraries would accept', async () => {
    assert.equal((await run('lostwax workspace create ws_sx')).code, 0);
    assert.deepEqual((await verify('--workspace ws_sx')).workspaces[0]?.differences, []);
    const kid = await issue('ws_sx');
    const database = new DatabaseSync(join(place.folder, 'data', 'lostwax.db'));
    const original = String(
      database.prepare(`SELECT sentinel FROM workspaces WHERE slug = 'ws_sx'`).get()?.['sentinel'],
    );
    const write = database.prepare(`UPDATE workspaces SET sentinel = ? WHERE slug = 'ws_sx'`);
    const jwk = String(database.prepare('SELECT jwk FROM keys WHERE kid = ?').get(kid)?.['jwk']);
    await authority.program.stop();
    write.run(jwk.replace(kid, 'ws_sx_sentinel'));
    await start();
    const { code, workspaces } = await verify('--workspace ws_sx');
    await authority.program.stop();
    write.run(original);
    database.close();
    await start();
    assert.equal(code, 1);
    assert.deepEqual(workspaces[0]?.differences, [{ keyId: null, difference: 'sentinel' }]);
  });

  it('and revokes all of it with one command', async () => {
    const { workspaces } = await verify('--revoke-unknown');
    for (const { slug, finds } of cases) {
      const { revoked } = workspaces.find(({ workspace }) => workspace === slug) ?? assert.fail(slug);
      // An unpublished key harms no one, and a key that is published again was revoked before.
      assert.deepEqual(revoked, finds === 'withdrawn' ? [] : [kids.get(slug)]);
      if (finds === 'withdrawn') continue;
      const { stdout } = await run(`lostwax key show ${kids.get(slug)} --json`);
      assert.equal(JSON.parse(stdout).state, 'revoked');
    }
  });

  it('and readers drop the issued pin when it was replaced with another', async () => {
    assert.equal((await run('lostwax workspace create ws_gx')).code, 0);
    const kid = await issue('ws_gx');
    const token = readFileSync(join(place.folder, 'key.txt'), 'utf8').trim();
    const feeds = [`${authority.url}/ws_gx`];
    const verifier = createVerifier({ issuers: [{ issuer: 'http://localhost:7420/ws_gx', feeds }] });
    try {
      await verifier.ready();
      assert.equal(verifier.check(token).accepted, true);
      const database = new DatabaseSync(join(place.folder, 'data', 'lostwax.db'));
      database.prepare('UPDATE keys SET pin = ? WHERE kid = ?').run(own, kid);
      database.close();
      const { workspaces } = await verify('--workspace ws_gx --revoke-unknown');
      assert.deepEqual(workspaces[0]?.revoked, [kid]);
      await until('the verifier refuses it', 30_000, () => !verifier.check(token).accepted);
      assert.equal((await verify('--workspace ws_gx')).code, 0);
    } finally {
      await verifier.close();
    }
  });

  it('and knows keys that are not in the key set, and the signing keys in it', async () => {
    const admin = readFileSync(join(place.folder, 'data', 'admin.key'), 'utf8').trim();
    const call = async (method: string, path: string, body: object): Promise<void> => {
      const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
      const answer = await fetch(`${authority.url}/v1/workspaces/ws_hx${path}`, {
        ...{ method, headers, body: JSON.stringify(body) },
      });
      assert.equal(answer.status, 200, path);
    };
    const differences = async () => (await verify('--workspace ws_hx')).workspaces[0]?.differences;
    assert.equal((await run('lostwax workspace create ws_hx')).code, 0);
    await call('PATCH', '', { methods: ['opaque', 'shared-signed'] });
    for (const method of ['opaque', 'shared-signed']) {
      const flags = `--workspace ws_hx --customer one --method ${method} --json`;
      const { stdout } = await run(`lostwax key issue ${flags}`);
      await run(`lostwax key issue ${flags}`);
      assert.equal((await run(`lostwax key revoke ${JSON.parse(stdout).key.id}`)).code, 0);
    }
    await call('POST', '/signing-key/rotate', {});
    assert.deepEqual(await differences(), []);
    const database = new DatabaseSync(join(place.folder, 'data', 'lostwax.db'));
    const write = (sql: string, ...values: string[]) => database.prepare(sql).run(...values);
    const [newer, older] = database
      .prepare(`SELECT kid, jwk FROM signing_keys WHERE published = 1 ORDER BY id DESC`)
      .all() as { kid: string; jwk: string }[];
    assert.ok(newer && older);
    const hidden = String(
      database.prepare(`SELECT kid FROM keys WHERE method = 'opaque' AND published = 1`).get()?.['kid'],
    );
    await authority.program.stop();
    write(
      'UPDATE signing_keys SET jwk = ? WHERE kid = ?',
      older.jwk.replace(older.kid, newer.kid),
      newer.kid,
    );
    write(
      `INSERT INTO signing_keys (workspace_id, kid, shard, algorithm, jwk, published, changed_epoch, changed_seq, changed_digest, changed_at, created_at, rotated_at)
      SELECT workspace_id, ?2, shard, algorithm, replace(jwk, kid, ?2), 1, changed_epoch, changed_seq, changed_digest, 0, 0, 0
      FROM signing_keys WHERE kid = ?1`,
      older.kid,
      anotherOf(older.kid),
    );
    write('UPDATE signing_keys SET published = 0 WHERE kid = ?', older.kid);
    write('UPDATE keys SET published = 0 WHERE kid = ?', hidden);
    database.close();
    await start();
    const found = (await differences()) ?? [];
    const of = (kid: string) => found.filter(({ keyId }) => keyId === kid).map((it) => it.difference);
    assert.deepEqual(of(newer.kid), ['public_half']);
    assert.deepEqual(of(older.kid), ['withdrawn']);
    assert.ok(of(hidden).includes('withdrawn'));
  });

  it('and reports what a key with few scopes could not compare', async () => {
    const { stdout: key } = await run(
      'lostwax key issue --workspace lostwax --customer auditor --scope audit:read',
    );
    const line = 'lostwax audit verify --json --workspace ws_ex';
    const { stdout } = await run(line, { LOSTWAX_ADMIN_KEY: key.trim() });
    const [found] = (JSON.parse(stdout) as Found).workspaces;
    assert.deepEqual(found?.notCompared, ['full_feed', 'records']);
  });

  it('with a separate port for key sets and feeds', async () => {
    await authority.program.stop();
    authority = await serve(place, '--origin', 'http://localhost:7420', '--publish-port', '0');
    const { code } = await run('lostwax audit verify --workspace ws_fx');
    assert.equal(code, 3);
    const { stdout } = await run(
      `lostwax audit verify --json --workspace ws_fx --published-at ${authority.publishUrl}`,
    );
    assert.equal((JSON.parse(stdout) as Found).workspaces.length, 1);
  });
});
