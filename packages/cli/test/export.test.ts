import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createClient, unwrap } from '@lostwax/client';
import { makePlace, serve } from './support/authority.ts';
import { importing, strong } from './support/importing.ts';
import { sh } from './support/shell.ts';

const { place, env, client, newWorkspace, keysIn, run, write } = await importing();

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

  it('to a file that can’t be written is an error', async () => {
    const workspace = await newWorkspace();
    const line = `lostwax export --workspace ${workspace} --to no/such/folder.csv --json`;
    const { code, stderr } = await sh(place, line, env);
    assert.deepEqual([code, JSON.parse(stderr).code], [2, 'usage'], stderr);
  });
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
