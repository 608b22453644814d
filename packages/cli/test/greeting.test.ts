import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { greeting } from '../src/greeting.ts';

describe('the greeting of an authority', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-greeting-'));
  const adminKeyFile = join(folder, 'admin.key');
  writeFileSync(adminKeyFile, 'key');
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [url, origin, named] of [
    ['http://127.0.0.1:7420', 'http://localhost:7420', undefined],
    ['http://0.0.0.0:7420', 'https://keys.example.com', undefined],
    ['http://0.0.0.0:7421', 'https://keys.example.com', 'http://127.0.0.1:7421'],
    ['http://[::]:7421', 'https://keys.example.com', 'http://[::1]:7421'],
    ['https://0.0.0.0:443', 'https://keys.example.com', 'https://keys.example.com'],
    ['https://0.0.0.0:7420', 'https://keys.example.com:7420', 'https://keys.example.com:7420'],
  ] as const)
    it(`shows commands that reach it at ${url}`, () => {
      const at = { url, publishUrl: url, origin, adminKeyFile, firstStart: false };
      const line = greeting(at, './data')
        .split('\n')
        .find((text) => text.includes('workspace create'));
      assert.ok(line?.includes(adminKeyFile));
      assert.equal(/LOSTWAX_URL=(\S+)/.exec(line ?? '')?.[1], named);
    });

  it('does not name an administrator key that is not there', () => {
    const url = 'http://127.0.0.1:7420';
    const at = { url, publishUrl: url, origin: url, firstStart: false };
    const text = greeting({ ...at, adminKeyFile: join(folder, 'deleted.key') }, './data');
    assert.ok(text.includes(url));
    assert.ok(!text.includes('deleted.key'));
  });
});
