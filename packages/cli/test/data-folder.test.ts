import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { makePlace, type Place, type Serving, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

const ORIGIN = ['--origin', 'http://localhost:7420'] as const;
const START = 'lostwax serve --json --port 0 --origin http://localhost:7420 --data data';

/** A folder in which an authority has run and was stopped. */
async function used(...flags: readonly string[]): Promise<Place & { readonly data: string }> {
  const place = makePlace();
  after(() => place.remove());
  const authority = await serve(place, ...ORIGIN, ...flags);
  await authority.program.stop();
  return { ...place, data: join(place.folder, 'data') };
}

/** Starting fails with this message and doesn't touch the administrator key. */
async function refused(place: Place, says: RegExp, line = START, as = 'start_refused'): Promise<void> {
  const keyFile = join(place.folder, 'data', 'admin.key');
  const key = () => (existsSync(keyFile) ? readFileSync(keyFile, 'utf8') : undefined);
  const before = key();
  const { code, stderr } = await sh(place, line);
  assert.equal(code, 1, stderr);
  assert.equal(JSON.parse(stderr).code, as, stderr);
  assert.match(stderr, says);
  assert.equal(key(), before);
}

describe('a folder that has lost its database', () => {
  const losses: readonly {
    readonly what: string;
    readonly lose: (data: string) => void;
    readonly says: RegExp;
  }[] = [
    {
      what: 'the file is gone',
      lose: (data) => rmSync(join(data, 'lostwax.db')),
      says: /lostwax\.db is missing.*admin\.key.*first move/,
    },
    {
      what: 'the file is empty',
      lose: (data) => truncateSync(join(data, 'lostwax.db')),
      says: /is empty.*mounted/,
    },
    {
      what: 'the write-ahead log is lost, and all was in it',
      lose(data) {
        for (const name of readdirSync(data)) if (name.startsWith('lostwax.db')) rmSync(join(data, name));
        const database = new DatabaseSync(join(data, 'lostwax.db'));
        database.exec('PRAGMA journal_mode = WAL; CREATE TABLE a (b); DROP TABLE a');
        database.close();
      },
      says: /is empty/,
    },
    {
      what: 'only the feed is left',
      lose(data) {
        rmSync(join(data, 'lostwax.db'));
        rmSync(join(data, 'admin.key'));
        mkdirSync(join(data, 'feed'), { recursive: true });
        writeFileSync(join(data, 'feed', '1-public-1.1.snapshot'), 'x');
      },
      says: /Found: data\/feed/,
    },
    {
      what: 'only the write-ahead log is left',
      lose(data) {
        renameSync(join(data, 'lostwax.db'), join(data, 'lostwax.db-wal'));
        rmSync(join(data, 'admin.key'));
      },
      says: /Found: data\/lostwax\.db-wal/,
    },
  ];
  for (const { what, lose, says } of losses) {
    it(`does not count as a first start: ${what}`, async () => {
      const place = await used();
      lose(place.data);
      await refused(place, says);
      await refused(place, says);
    });
  }

  it('does not count as a first start: the administrator key is elsewhere', async () => {
    const place = makePlace();
    after(() => place.remove());
    const keyFile = join(place.folder, 'elsewhere.key');
    const authority = await serve(place, ...ORIGIN, '--admin-key-file', keyFile);
    await authority.program.stop();
    rmSync(join(place.folder, 'data'), { recursive: true });
    const key = readFileSync(keyFile, 'utf8');
    await refused(place, /elsewhere\.key/, `${START} --admin-key-file ${keyFile}`);
    assert.equal(readFileSync(keyFile, 'utf8'), key);
  });

  it('counts as a first start after the remaining files were moved away', async () => {
    const place = await used();
    rmSync(join(place.data, 'lostwax.db'));
    mkdirSync(join(place.folder, 'old'));
    for (const name of readdirSync(place.data))
      renameSync(join(place.data, name), join(place.folder, 'old', name));
    const authority = await serve(place, ...ORIGIN);
    assert.equal(authority.firstStart, true);
    await authority.program.stop();
  });

  it('a start that failed before it created anything can be repeated in the same folder', async () => {
    const place = makePlace();
    after(() => place.remove());
    const { code } = await sh(place, 'lostwax serve --port 0 --host 0.0.0.0 --data data');
    assert.equal(code, 1);
    const authority = await serve(place, ...ORIGIN, '--must-exist').catch((error: unknown) => String(error));
    assert.match(String(authority), /--must-exist/);
    const second = await serve(place, ...ORIGIN);
    assert.equal(second.firstStart, true);
    await second.program.stop();
    const third = await serve(place, ...ORIGIN, '--must-exist');
    assert.equal(third.firstStart, false);
    await third.program.stop();
  });
});

describe('a folder is locked by one authority', () => {
  it('refuses a second one, allows a reset, and ends with a kill', async () => {
    const place = makePlace();
    after(() => place.remove());
    const first: Serving = await serve(place, ...ORIGIN);
    await refused(place, /Another authority is using the folder/, START, 'folder_in_use');
    const reset = await sh(place, 'lostwax admin reset --data data');
    assert.equal(reset.code, 0, reset.stderr);
    const listed = await sh(place, 'lostwax workspace list', { LOSTWAX_URL: first.url });
    assert.equal(listed.code, 0, listed.stderr);
    await first.program.stop('SIGKILL');
    const next = await until('the folder is free', 10_000, () => serve(place, ...ORIGIN));
    assert.equal(next.firstStart, false);
    await next.program.stop();
  });
});

describe('a database that cannot be used is reported', () => {
  const file = (data: string): string => join(data, 'lostwax.db');
  const cases: readonly {
    readonly what: string;
    readonly spoil: (data: string) => void;
    readonly says: RegExp;
  }[] = [
    {
      what: 'no database',
      spoil: (data) => writeFileSync(file(data), 'x'.repeat(9_000)),
      says: /is not a database/,
    },
    {
      what: 'damaged pages',
      spoil(data) {
        const bytes = readFileSync(file(data));
        bytes.fill(0xa5, 100, 4_096);
        writeFileSync(file(data), bytes);
      },
      says: /is damaged/,
    },
    {
      what: 'a folder in its place',
      spoil(data) {
        rmSync(file(data));
        mkdirSync(file(data));
      },
      says: /is a folder, but must be a file/,
    },
    {
      what: 'a database of another program',
      spoil(data) {
        rmSync(file(data));
        const other = new DatabaseSync(file(data));
        other.exec('CREATE TABLE theirs (x)');
        other.close();
      },
      says: /another program/,
    },
  ];
  for (const { what, spoil, says } of cases) {
    it(what, async () => {
      const place = await used();
      spoil(place.data);
      await refused(place, says);
    });
  }

  it('a program that holds it locked', async () => {
    const place = await used();
    const holder = new DatabaseSync(file(place.data));
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    await refused(place, /Another program has locked the database/);
    holder.close();
  });

  const skip = process.getuid?.() === 0 && 'root may read and write everything';
  it('no permission', { skip }, async () => {
    const place = await used();
    chmodSync(file(place.data), 0o000);
    await refused(place, /no permission/);
    chmodSync(file(place.data), 0o600);
    copyFileSync(file(place.data), join(place.folder, 'copy.db'));
    chmodSync(place.data, 0o500);
    await refused(place, /no permission/);
    chmodSync(place.data, 0o700);
  });

  it('another origin', async () => {
    const place = await used();
    await refused(place, /created with the origin http:\/\/localhost:7420/, START.replace(':7420', ':7421'));
  });
});

describe('a first start', () => {
  it('states clearly that it created a new authority, where, and which other one is next to it', async () => {
    const place = await used();
    const program = await sh(
      place,
      'lostwax serve --port 0 --data date & id=$!; until test -s date/admin.key; do sleep 0.1; done; sleep 1; kill $id; wait $id',
    );
    assert.match(
      program.stdout + program.stderr,
      /No authority was found in .*\/date, so a new one was created there/,
    );
    assert.match(program.stdout + program.stderr, /There is another authority in .*\/data/);
  });
});
