import assert from 'node:assert/strict';
import { cpSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unwrap } from '@lostwax/client';
import { importing } from './support/importing.ts';

const { place, client, newWorkspace, keysIn, run } = await importing();
const fixtures = join(import.meta.dirname, 'testdata', 'import');

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
