import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startAuthority } from '@lostwax/authority';
import { parsePosition } from '@lostwax/contract';
import { parseKeySet } from '@lostwax/core';
import { seedKeys } from '../seed.ts';

const KEYS = 300;

describe('keys generated for benchmarks', () => {
  for (const algorithm of ['ES256', 'RS256', 'EdDSA']) {
    it(`an authority serves, lists and revokes ${algorithm} keys like its own`, async (t) => {
      const data = mkdtempSync(join(tmpdir(), 'lostwax-seed-'));
      t.after(() => rmSync(data, { recursive: true }));
      const start = () => startAuthority({ data, port: 0, origin: 'http://localhost:7420' });

      const before = await start();
      await call(before.url, data, 'POST', '/v1/workspaces', { slug: 'bench', algorithm });
      await before.close();
      seedKeys({ file: join(data, 'lostwax.db'), workspace: 'bench', keys: KEYS });

      const { url, close } = await start();
      t.after(() => close());
      const set = async () => {
        const answer = await fetch(`${url}/bench/.well-known/jwks.json`);
        const tag = answer.headers.get('etag')?.replace(/^"|(?:-gzip)?"$/g, '');
        return { keys: parseKeySet(await answer.text()).keys, seq: parsePosition(tag)?.seq };
      };
      const { keys, seq } = await set();
      assert.deepEqual([keys.length, seq], [KEYS, KEYS]);
      assert.ok(keys.every(({ alg }) => alg === algorithm));
      const [first] = keys as [(typeof keys)[0]];
      await call(url, data, 'POST', `/v1/workspaces/bench/keys/${first.kid}/revoke`, {});
      const after = await set();
      assert.deepEqual([after.keys, after.seq], [keys.slice(1), KEYS + 1]);
    });
  }
});

async function call(url: string, data: string, method: string, path: string, body: object): Promise<void> {
  const adminKey = readFileSync(join(data, 'admin.key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, await answer.text());
}
