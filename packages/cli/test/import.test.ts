import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createClient, type Key, unwrap } from '@lostwax/client';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { binFolder, makePlace, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

const place = makePlace();
const authority = await serve(place);
after(async () => {
  await authority.program.stop();
  place.remove();
});
const env = { LOSTWAX_URL: authority.url };
const adminKey = readFileSync(authority.adminKeyFile, 'utf8').trim();
const client = createClient({ url: authority.url, key: adminKey });
const fixtures = join(import.meta.dirname, 'testdata', 'import');

let made = 0;
async function newWorkspace(): Promise<string> {
  made += 1;
  const slug = `ws${made}`;
  await unwrap(client.POST('/v1/workspaces', { body: { slug } }));
  return slug;
}

/** The key records of a workspace by the ID that they had in the other system, or by their name. */
async function keysIn(workspace: string): Promise<ReadonlyMap<string, Key>> {
  const call = client.GET('/v1/workspaces/{workspace}/keys', {
    params: { path: { workspace }, query: { limit: 500 } },
  });
  const { items } = await unwrap(call);
  return new Map(items.map((key) => [String(key.metadata['importedId'] ?? key.name), key]));
}

async function run(file: string, workspace: string, flags = '') {
  const ended = await sh(
    place,
    `lostwax import '${file}' --workspace ${workspace} --json --report report.jsonl ${flags}`,
    env,
  );
  const report = join(place.folder, 'report.jsonl');
  let lines: Record<string, unknown>[] = [];
  try {
    lines = readFileSync(report, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    rmSync(report);
  } catch {
    // Nothing was reported.
  }
  return {
    code: ended.code,
    stderr: ended.stderr,
    counts: ended.stdout === '' ? undefined : JSON.parse(ended.stdout),
    report: lines.sort((a, b) => Number(a['line']) - Number(b['line'])),
  };
}

function write(name: string, content: string | Buffer): string {
  const file = join(place.folder, name);
  writeFileSync(file, content);
  return file;
}

const sha256 = (text: string, encoding: 'hex' | 'base64' | 'base64url'): string =>
  createHash('sha256').update(text).digest(encoding);
const strong = (n: number): string => `sk_live_${sha256(`${n}`, 'hex')}`;

describe('exports of other systems', () => {
  it('Unkey: listKeys with decrypt', async () => {
    const workspace = await newWorkspace();
    const { code, counts, report } = await run(join(fixtures, 'unkey.json'), workspace, '--format unkey');
    assert.deepEqual([code, counts.created, counts.refused], [1, 2, 1]);
    assert.deepEqual(report, [
      { line: 3, id: 'key_2notRecoverableIdjz8q', code: 'key_missing', detail: report[0]?.['detail'] },
    ]);
    const keys = await keysIn(workspace);
    const first = keys.get('key_2cGKbMxRyIzhCxo1Idjz8q');
    assert.deepEqual(
      [first?.customer, first?.name, first?.scopes, first?.expiresAt, first?.metadata['plan'], first?.ending],
      [
        'user_1',
        'Production',
        ['orders.read', 'orders.write'],
        '2100-01-01T00:00:00Z',
        'premium',
        '3kL9pRj'.slice(-6),
      ],
    );
    assert.equal(keys.get('key_2hashOnlyzhCxo1Idjz8q')?.state, 'disabled');
  });

  it('Unkey: the table of keys, with base64 hashes', async () => {
    const workspace = await newWorkspace();
    const { counts, report } = await run(join(fixtures, 'unkey.csv'), workspace, '--format unkey');
    assert.deepEqual([counts.created, report.map(({ code }) => code)], [1, ['key_ended']]);
    const key = (await keysIn(workspace)).get('key_table1');
    assert.deepEqual(
      [key?.customer, key?.metadata['plan'], key?.expiresAt],
      ['user_1', 'premium', '2100-01-01T00:00:00Z'],
    );
  });

  it('better-auth: the table of keys, with base64url hashes and permissions', async () => {
    const workspace = await newWorkspace();
    const { code, counts } = await run(join(fixtures, 'better-auth.csv'), workspace, '--format better-auth');
    assert.deepEqual([code, counts.created], [0, 2]);
    const keys = await keysIn(workspace);
    assert.deepEqual(keys.get('ba_1')?.scopes, ['files:read', 'files:write', 'users:read']);
    assert.deepEqual([keys.get('ba_2')?.state, keys.get('ba_2')?.customer], ['disabled', 'user_2']);
  });

  it('Kong: the Admin API, whose remaining lifetime counts from when the file was written', async () => {
    const workspace = await newWorkspace();
    const file = join(place.folder, 'kong.json');
    cpSync(join(fixtures, 'kong.json'), file);
    utimesSync(file, new Date(), new Date());
    const { code, counts } = await run(file, workspace, '--format kong');
    assert.deepEqual([code, counts.created], [0, 2]);
    const keys = await keysIn(workspace);
    const [lasting, ending] = ['b2f34145', 'c3f34145'].map((id) =>
      keys.get(`${id}-0343-41a4-9602-4c69dec2f269`),
    );
    assert.deepEqual([lasting?.expiresAt, lasting?.metadata['tags']], [null, ['partner']]);
    const until = Math.floor(statSync(file).mtimeMs / 1_000) + 86_400;
    assert.equal(Date.parse(ending?.expiresAt ?? '') / 1_000, until);
  });

  it('Kong: a dump of decK, which names consumers', async () => {
    const workspace = await newWorkspace();
    const { code, counts } = await run(join(fixtures, 'kong.yaml'), workspace, '--format kong');
    assert.deepEqual([code, counts.created], [0, 2]);
    const call = client.GET('/v1/workspaces/{workspace}/customers', { params: { path: { workspace } } });
    const customers = new Set((await unwrap(call)).items.map(({ id }) => id));
    assert.deepEqual(customers, new Set(['bob', 'cus_1']));
  });

  it('AWS: get-api-keys, where a key without a customer is refused unless a column is mapped', async () => {
    const workspace = await newWorkspace();
    const file = join(fixtures, 'aws.json');
    const { counts, report } = await run(file, workspace, '--format aws');
    assert.deepEqual(
      [counts.created, report.map(({ id, code }) => [id, code])],
      [1, [['f6g7h8i9j0', 'customer_missing']]],
    );
    const other = await newWorkspace();
    const mapped = await run(join(fixtures, 'aws.csv'), other, '--format aws --column customer=Name');
    assert.deepEqual([mapped.code, mapped.counts.created, mapped.counts.weak], [0, 1, 0]);
    const [key] = (await keysIn(other)).values();
    assert.equal(key?.metadata['usagePlanIds'], 'c7y23b,glvrsr');
  });
});

describe('an export', () => {
  for (const [format, from] of [
    ['csv', 70],
    ['jsonl', 80],
  ] as const) {
    it(`as ${format} goes into another authority, which accepts the same keys`, async () => {
      const workspace = await newWorkspace();
      const lines = [
        {
          key: strong(from + 0),
          customer: 'c',
          name: 'Ada, "the" first',
          scopes: ['a', 'b'],
          claims: { n: [1] },
        },
        {
          key: strong(from + 1),
          customer: 'd',
          expiresAt: '2100-01-01T00:00:00Z',
          disabled: true,
          metadata: { a: 1 },
        },
        { key: strong(from + 2), customer: 'd' },
      ];
      await run(write('own.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')), workspace);
      const path = { workspace };
      const create = client.POST('/v1/workspaces/{workspace}/keys', {
        params: { path },
        body: { customer: 'c' },
      });
      const { key: signed } = await unwrap(create);
      const [revoked] = [...(await keysIn(workspace)).values()].filter(({ method }) => method === 'opaque');
      const reference = { params: { path: { workspace, keyId: revoked?.id ?? '' } } };
      await unwrap(client.POST('/v1/workspaces/{workspace}/keys/{keyId}/revoke', { ...reference, body: {} }));
      const name = `exported.${format}`;
      const exported = await sh(
        place,
        `lostwax export --workspace ${workspace} --format ${format} --to ${name}`,
        env,
      );
      assert.equal(exported.code, 0, exported.stderr);

      const other = makePlace();
      const fresh = await serve(other);
      try {
        const there = createClient({ url: fresh.url, key: readFileSync(fresh.adminKeyFile, 'utf8').trim() });
        await unwrap(there.POST('/v1/workspaces', { body: { slug: workspace } }));
        const line = `lostwax import '${join(place.folder, name)}' --workspace ${workspace} --json --report r.jsonl`;
        const moved = await sh(other, line, { LOSTWAX_URL: fresh.url });
        const { created, refused } = JSON.parse(moved.stdout);
        assert.deepEqual([moved.code, created, refused], [1, 2, 2], 'all but the signed and the revoked key');
        const left = readFileSync(join(other.folder, 'r.jsonl'), 'utf8');
        for (const id of [signed.id, revoked?.id ?? '']) assert.ok(left.includes(id));
        const [before, after] = await Promise.all([client, there].map((each) => pinsOf(each, workspace)));
        for (const [pin, key] of after ?? []) assert.deepEqual(key, before?.get(pin));
        assert.equal(after?.size, 2);
      } finally {
        await fresh.program.stop();
        other.remove();
      }
    });
  }
});

/** What counts of each opaque key, by its pin. */
async function pinsOf(from: typeof client, workspace: string) {
  const call = from.GET('/v1/workspaces/{workspace}/keys:export', {
    params: { path: { workspace }, query: {} },
  });
  const { items } = await unwrap(call);
  return new Map(
    items
      .filter(({ pin }) => pin !== null)
      .map(({ pin, customer, name, scopes, claims, expiresAt, ending, disabled, state }) => [
        pin,
        { customer, name, scopes, claims, expiresAt, ending, disabled, state },
      ]),
  );
}

describe('a file of your own', () => {
  it('hashes in hexadecimal, base64 and base64url are the same key as the text', async () => {
    const workspace = await newWorkspace();
    const key = strong(1);
    const hashes = (['hex', 'base64', 'base64url'] as const).map((encoding) => sha256(key, encoding));
    const rows = [`${key},`, ...hashes.map((hash) => `,${hash}`), `,sha256:${hashes[0]}`];
    const file = write('same.csv', `key,hash,customer\n${rows.map((row) => `${row},c`).join('\n')}\n`);
    const { code, counts } = await run(file, workspace);
    assert.deepEqual([code, counts.created, counts.existing], [0, 1, 4]);
  });

  it('every bad row is refused with a reason, without its key, and the others are imported', async () => {
    const workspace = await newWorkspace();
    const rows: readonly (readonly [row: string | Buffer, code: string | undefined])[] = [
      [`${strong(10)},"Ada, ""the"" first",2100-01-01,,cus_1`, undefined],
      [`${strong(11)},,,,`, 'customer_missing'],
      [`${strong(12)},,,,two words`, 'customer_invalid'],
      [`,,,${'ab'.repeat(31)},cus_1`, 'hash_invalid'],
      [`${strong(10)},,,,cus_2`, 'pin_in_use'],
      ['short1,,,,cus_1', 'key_weak'],
      [`${strong(13)},,2001-01-01T00:00:00Z,,cus_1`, 'expiry_not_allowed'],
      [`${strong(14)},,soon,,cus_1`, 'expiry_invalid'],
      [`${strong(15)},${'n'.repeat(300)},,,cus_1`, 'invalid_request'],
      [`${strong(16)},${'x'.repeat(1_048_576)},,,cus_1`, 'row_unreadable'],
      [
        Buffer.concat([Buffer.from(`${strong(17)},`), Buffer.from([0xc3, 0x28]), Buffer.from(',,,cus_1')]),
        'row_unreadable',
      ],
      [`${strong(18)},,,cus_1`, 'row_unreadable'],
      [`eyJraWQiOiJhY21l.e30.abc,,,,cus_1`, 'key_signed'],
      [`sk live ${strong(19)},,,,cus_1`, 'key_unusable'],
      [`${strong(20)},Zoë,,,cus_1`, undefined],
    ];
    const lines = ['\uFEFFkey,name,expires,hash,customer', ...rows.map(([row]) => row)];
    const file = write(
      'bad.csv',
      Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]))),
    );
    const { code, counts, report, stderr } = await run(file, workspace);
    assert.equal(code, 1, stderr);
    const expected = rows.flatMap(([, why], index) => (why === undefined ? [] : [[index + 2, why]]));
    assert.deepEqual(
      report.map(({ line, code: why }) => [line, why]),
      expected,
    );
    assert.deepEqual([counts.created, counts.refused, counts.weak], [3, 12, 1]);
    const told = JSON.stringify(report) + stderr;
    for (let n = 10; n <= 20; n++) assert.equal(told.includes(sha256(`${n}`, 'hex').slice(0, 20)), false);
    const names = new Set((await keysIn(workspace)).keys());
    assert.deepEqual(names, new Set(['Ada, "the" first', 'Zoë', 'null']));
  });

  it('a quotation mark in the wrong place costs one row', async () => {
    const workspace = await newWorkspace();
    const rows = ['key,name,customer', `${strong(60)},"a"b,c`, `${strong(61)},fine,c`];
    const { counts, report } = await run(write('quotes.csv', rows.join('\n')), workspace);
    assert.deepEqual([counts.created, report.map(({ code }) => code)], [1, ['row_unreadable']]);
  });

  it('JSON Lines: damaged lines are refused, and unknown scopes too', async () => {
    const workspace = await newWorkspace();
    const path = { workspace };
    await unwrap(client.PATCH('/v1/workspaces/{workspace}', { params: { path }, body: { scopes: ['a'] } }));
    const lines = [
      JSON.stringify({ key: strong(30), customer: 'c', scopes: ['a'] }),
      '{"key": ',
      '',
      JSON.stringify({ key: strong(31), customer: 'c', scopes: 'b' }),
      JSON.stringify({ key: strong(32), customer: 'c', name: 'x'.repeat(300_000) }),
      JSON.stringify({ key: strong(33), customer: 'c', scopes: 'a a' }),
    ];
    const { counts, report } = await run(write('keys.jsonl', lines.join('\n')), workspace);
    assert.deepEqual(
      report.map(({ line, code }) => [line, code]),
      [
        [2, 'row_unreadable'],
        [4, 'scope_not_allowed'],
        [5, 'row_unreadable'],
      ],
    );
    assert.equal(counts.created, 2);
  });

  it('a dry run changes nothing and says the same', async () => {
    const workspace = await newWorkspace();
    const file = write('dry.csv', `key,customer\n${strong(40)},c\n${strong(41)},\n`);
    const dry = await run(file, workspace, '--dry-run');
    assert.deepEqual([dry.code, dry.counts.created, dry.counts.refused, dry.counts.dryRun], [1, 1, 1, true]);
    assert.equal((await keysIn(workspace)).size, 0);
  });

  it('old and new IDs go to a file, and scopes can be added', async () => {
    const workspace = await newWorkspace();
    const file = write('ids.csv', `ref,secret,owner\nold_1,${strong(50)},c\n`);
    const flags =
      '--column id=ref --column key=secret --column customer=owner --scope orders:read --ids ids.jsonl';
    assert.equal((await run(file, workspace, flags)).code, 0);
    const key = (await keysIn(workspace)).get('old_1');
    assert.deepEqual(key?.scopes, ['orders:read']);
    const [line] = readFileSync(join(place.folder, 'ids.jsonl'), 'utf8').trim().split('\n');
    assert.deepEqual(JSON.parse(line ?? ''), { line: 2, id: 'old_1', keyId: key?.id });
  });

  for (const [what, name, content, flags] of [
    ['a column that is not there', 'few.csv', 'key,customer\na,b\n', '--column customer=owner'],
    ['a column twice', 'twice.csv', 'key,key\na,b\n', ''],
    ['a document that is damaged', 'damaged.json', '[{"key": ', ''],
    ['a document without keys', 'empty.json', '{\n"a": 1}', ''],
    ['a format that is none', 'few.csv', 'key,customer\na,b\n', '--format excel'],
  ] as const) {
    it(`${what} is an error that changes nothing`, async () => {
      const workspace = await newWorkspace();
      const { code, stderr } = await run(write(name, content), workspace, flags);
      assert.deepEqual([code, JSON.parse(stderr).code], [2, 'usage']);
      assert.equal((await keysIn(workspace)).size, 0);
    });
  }

  it('killed in the middle, it continues where it was', async () => {
    const workspace = await newWorkspace();
    const rows = Array.from({ length: 6_000 }, (_, n) => `${strong(1_000 + n)},cus_${n}`);
    const file = write('many.csv', `key,customer\n${rows.join('\n')}\n`);
    const path = { workspace };
    const liveKeys = async (): Promise<number> =>
      (await unwrap(client.GET('/v1/workspaces/{workspace}/overview', { params: { path } }))).activeKeys;
    const bin = join(binFolder, 'lostwax.js');
    const args = [bin, 'import', file, '--workspace', workspace, '--url', authority.url];
    const child = startProgram(process.execPath, args, { ...process.env, LOSTWAX_ADMIN_KEY: adminKey });
    await until('some keys are imported', 30_000, async () => ((await liveKeys()) > 0 ? true : undefined));
    await child.stop('SIGKILL');
    const { code, counts } = await run(file, workspace);
    assert.deepEqual([code, counts.created + counts.existing, counts.refused], [0, 6_000, 0]);
    assert.equal(await liveKeys(), 6_000);
  });

  it('a file that is not there is an error', async () => {
    const { code, stderr } = await run('nowhere.csv', 'ws1');
    assert.deepEqual([code, JSON.parse(stderr).code], [2, 'usage']);
  });
});
