import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unwrap } from '@lostwax/client';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { binFolder } from './support/authority.ts';
import { importing, sha256, strong } from './support/importing.ts';
import { sh } from './support/shell.ts';

const { place, authority, adminKey, client, newWorkspace, keysIn, run, write } = await importing();

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

  it('a key that was turned off in the other system never becomes active', async () => {
    const workspace = await newWorkspace();
    const cases: readonly (readonly [record: object, outcome: string])[] = [
      [{ revoked_at: '2026-01-01 10:00:00+00' }, 'key_ended'],
      [{ revoked: true }, 'key_ended'],
      [{ deletedAt: 1_767_225_600_000 }, 'key_ended'],
      [{ status: 'Revoked' }, 'key_ended'],
      [{ is_active: false }, 'disabled'],
      [{ status: 'inactive' }, 'disabled'],
      [{ disabled: 'on' }, 'disabled'],
      [{ disabled: 'since Monday' }, 'state_unclear'],
      [{ enabled: 'maybe' }, 'state_unclear'],
      [{ state: 'toString' }, 'state_unclear'],
      [{ enabled: 'y', disabled: 'n', revoked: 0, revoked_at: null, status: 'enabled' }, 'active'],
      [{ enabled: '', revoked_at: 'NULL', deleted_at: '\\N', state: 'null' }, 'active'],
    ];
    const lines = cases.map(([record], n) =>
      JSON.stringify({ ...record, key: strong(70 + n), customer: 'c', id: `${n}` }),
    );
    const { report } = await run(write('states.jsonl', lines.join('\n')), workspace);
    const keys = await keysIn(workspace);
    const outcomes = cases.map(
      (_, n) => keys.get(`${n}`)?.state ?? report.find(({ line }) => line === n + 1)?.['code'],
    );
    assert.deepEqual(
      outcomes,
      cases.map(([, outcome]) => outcome),
    );
  });

  it('reads times as databases print them, and refuses those with more than one meaning', async () => {
    const workspace = await newWorkspace();
    const cases = [
      ['2100-01-31', '2100-01-31T00:00:00Z'],
      ['2100-01-31 10:20:30.123456', '2100-01-31T10:20:30Z'],
      ['2100-01-31 10:20:30.5+00', '2100-01-31T10:20:30Z'],
      ['2100-01-31 10:20+05:30', '2100-01-31T04:50:00Z'],
      ['2100-01-31T10:20:30-0100', '2100-01-31T11:20:30Z'],
      ['4104900000', '2100-01-29T10:00:00Z'],
      ['4104900000000', '2100-01-29T10:00:00Z'],
      ['NULL', null],
      ['01/02/2100', 'expiry_invalid'],
      ['2100', 'expiry_invalid'],
      ['2100-13-01', 'expiry_invalid'],
      ['Sun, 31 Jan 2100 10:20:30', 'expiry_invalid'],
    ] as const;
    const rows = cases.map(([text], n) => `${n},${strong(90 + n)},"${text}",c`);
    const { report } = await run(
      write('times.csv', ['id,key,expires,customer', ...rows].join('\n')),
      workspace,
    );
    const keys = await keysIn(workspace);
    const outcomes = cases.map(([text], n) => {
      const key = keys.get(`${n}`);
      return [text, key === undefined ? report.find(({ line }) => line === n + 2)?.['code'] : key.expiresAt];
    });
    assert.deepEqual(outcomes, cases);
  });

  it('numbers that JSON readers round, and customers that are nobody, are refused', async () => {
    const lines = [
      `{"key": 12345678901234567890, "customer": "c"}`,
      `{"key": "${strong(110)}", "customer": 12345678901234567890}`,
      `{"key": "${strong(111)}", "customer": "NULL"}`,
      `{"key": "${strong(112)}", "customer": 42}`,
    ];
    const { counts, report } = await run(write('numbers.jsonl', lines.join('\n')), await newWorkspace());
    assert.deepEqual(
      report.map(({ code }) => code),
      ['number_imprecise', 'number_imprecise', 'customer_missing'],
    );
    assert.equal(counts.created, 1);
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
    const real = await run(file, workspace);
    assert.deepEqual({ ...real.counts, dryRun: true }, dry.counts);
  });

  it('a dry run sees what is wrong between rows', async () => {
    const workspace = await newWorkspace();
    await unwrap(
      client.PATCH('/v1/workspaces/{workspace}', {
        params: { path: { workspace } },
        body: { maxKeysPerCustomer: 1 },
      }),
    );
    const rows = [960, 960, 961].map((n) => `${strong(n)},a`).concat(`${strong(960)},b`);
    const file = write('between.csv', `key,customer\n${rows.join('\n')}\n`);
    const dry = await run(file, workspace, '--dry-run');
    const real = await run(file, workspace);
    assert.deepEqual({ ...real.counts, dryRun: true }, dry.counts);
    assert.deepEqual(real.report, dry.report);
    assert.deepEqual(
      dry.report.map(({ line, code }) => [line, code]),
      [
        [4, 'key_limit_reached'],
        [5, 'pin_in_use'],
      ],
    );
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

  for (const [name, content] of [
    ['nothing.csv', ''],
    ['header.csv', 'key,customer\n'],
    ['list.json', '[]'],
  ] as const) {
    it(`${name} has no keys, which is said but is no error`, async () => {
      const file = write(name, content);
      const env = { LOSTWAX_URL: authority.url };
      const { code, stdout, stderr } = await sh(
        place,
        `lostwax import '${file}' --workspace ${await newWorkspace()}`,
        env,
      );
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^0 imported/);
      assert.match(stderr, new RegExp(`${name} contains no keys\\.`));
    });
  }

  it('a consumer in a decK file that isn’t an object has no keys', async () => {
    const file = write('consumers.yaml', 'consumers:\n- null\n- keyauth_credentials: null\n');
    const { code, counts, stderr } = await run(file, await newWorkspace(), '--format kong');
    assert.deepEqual([code, counts?.created, counts?.refused], [0, 0, 0], stderr);
  });

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
