/** What a person reads who has given a command the wrong place or left out a flag: it names the flag. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { makePlace } from './support/authority.ts';
import { sh } from './support/shell.ts';

describe('the sentence about', () => {
  const place = makePlace();
  after(() => place.remove());

  const told = async (line: string, code: number, sentence: RegExp, env: NodeJS.ProcessEnv = {}) => {
    const ended = await sh(place, line, env);
    assert.match(ended.stderr, sentence);
    assert.doesNotMatch(ended.stderr, /secret/);
    assert.equal(ended.code, code, ended.stderr);
  };

  for (const command of ['serve', 'restore', 'migrate', 'move', 'admin reset'])
    it(`another database, of ${command}`, async () => {
      const sentence = /--database .* begins with postgres:\/\/ or postgresql:\/\/.*, not with mysql:\/\//;
      await told(`lostwax ${command} --database mysql://u:secret@a/b`, 2, sentence);
      await told(`lostwax ${command}`, 2, sentence, { LOSTWAX_DATABASE: 'mysql://u:secret@a/b' });
    });

  it('a variable that is set to nothing', () =>
    told('lostwax serve', 2, /LOSTWAX_DATABASE\) .* begins with postgres:\/\//, { LOSTWAX_DATABASE: '' }));

  it('a database without a scheme', () =>
    told('lostwax serve --database secret', 2, /begins with postgres:\/\/ or postgresql:\/\/.*folder\.$/m));

  it('a backup of PostgreSQL', async () => {
    const line = 'lostwax backup --data pgdata --to copy';
    await told(line, 2, /LOSTWAX_DATABASE .*pg_dump/, { LOSTWAX_DATABASE: 'postgres://u:secret@a/b' });
    await told(line, 1, /no authority with SQLite in .*pg_dump/);
  });

  it('evidence that needs a key', async () => {
    const gate = createServer((_, response) => response.writeHead(401).end());
    await new Promise<void>((listening) => gate.listen(0, '127.0.0.1', listening));
    const { port } = gate.address() as AddressInfo;
    const line = `lostwax restore --data data --evidence http://127.0.0.1:${port}/evidence`;
    try {
      await told(line, 1, /answered 401, which asks for a key: pass --evidence-key-file/);
      const given = `printf secret > key && ${line} --evidence-key-file key`;
      await told(given, 1, /answered 401, so it doesn't accept the key in --evidence-key-file/);
    } finally {
      gate.close();
    }
  });

  it('a configuration that nests too deep', () =>
    told(
      `node -e 'console.log("a {".repeat(1e5))' > deep.conf && lostwax doctor --config deep.conf --kind nginx`,
      2,
      /deep\.conf:1 has blocks more than 100 deep\./,
    ));
});
