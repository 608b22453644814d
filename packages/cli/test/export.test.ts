import assert from 'node:assert/strict';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createClient, unwrap } from '@lostwax/client';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { makePlace, serve } from './support/authority.ts';
import { importing, strong } from './support/importing.ts';
import { sh } from './support/shell.ts';

const { place, env, adminKey, client, newWorkspace, keysIn, run, write } = await importing();

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

  it('leaves the file as it was if it fails or is interrupted, and replaces it if it succeeds', async () => {
    const workspace = await newWorkspace();
    const keys = Array.from({ length: 600 }, (_, n) =>
      JSON.stringify({ key: strong(1_000 + n), customer: 'c' }),
    );
    await run(write('many.jsonl', keys.join('\n')), workspace);
    const file = write('kept.csv', 'earlier');
    const left = (): string[] => readdirSync(place.folder).filter((name) => name.startsWith('kept.csv'));
    const args = ['export', '--workspace', workspace, '--to', file, '--json'];
    const source = await startSource(env.LOSTWAX_URL);
    try {
      const start = () =>
        startProgram(process.execPath, [lostwaxCommand, ...args], {
          ...place.env,
          LOSTWAX_URL: source.url,
          LOSTWAX_ADMIN_KEY: adminKey,
        });
      source.secondPage = 'breaks';
      const failed = start();
      await until('it ends', 20_000, () => !failed.running());
      assert.equal((JSON.parse(failed.output()) as { code: string }).code, 'unreachable');
      assert.deepEqual([left(), readFileSync(file, 'utf8')], [['kept.csv'], 'earlier']);

      source.secondPage = 'hangs';
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
        const ended = start();
        await until('the first page is written', 20_000, () => left().length === 2);
        await ended.stop(signal);
        assert.equal(ended.child.signalCode, signal);
        assert.equal(readFileSync(file, 'utf8'), 'earlier');
        // Nobody can clean up after SIGKILL.
        if (signal !== 'SIGKILL') assert.deepEqual(left(), ['kept.csv']);
      }

      const link = join(place.folder, 'link.csv');
      symlinkSync(file, link);
      const { code } = await sh(place, `lostwax export --workspace ${workspace} --to link.csv`, env);
      assert.equal(code, 0);
      assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 601);
      assert.ok(lstatSync(link).isSymbolicLink());
    } finally {
      await source.stop();
    }
  });

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

/** The authority through a server whose second page of an export doesn't arrive. */
async function startSource(authority: string) {
  const state = { secondPage: 'breaks' as 'breaks' | 'hangs' };
  const server = createServer(async (request, response) => {
    if (request.url?.includes('cursor=') === true) {
      if (state.secondPage === 'breaks') response.destroy();
      return;
    }
    const { authorization = '' } = request.headers;
    const page = await fetch(`${authority}${request.url}`, { headers: { authorization } });
    response.writeHead(page.status, { 'content-type': 'application/json' }).end(await page.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
