/** Backups of a database in use, and what restoring refuses. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { lostwaxCommand } from '../../../../tools/testing/authority.ts';
import { startProgram } from '../../../../tools/testing/program.ts';
import { until } from '../../../../tools/testing/until.ts';
import type { Authority } from '../../src/authority.ts';
import { startAuthority } from '../../src/authority.ts';
import { makeBackup } from '../../src/recovery/backup.ts';
import { restore } from '../../src/recovery/restore.ts';
import { StartError, type StartErrorCode } from '../../src/start-error.ts';
import { lockFolder } from '../../src/store/sqlite/lock-folder.ts';
import { makeFolder, openFixture, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

const fixture = await openFixture();
const { domain, admin, folder: data } = fixture;
const slug = await workspace(fixture);
const elsewhere = makeFolder();

const refused =
  (code: StartErrorCode) =>
  (error: unknown): true => {
    assert.ok(error instanceof StartError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };

/** A database that may be read by this process's own connection only while nobody else has it open. */
function rowsOf(file: string, query: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(query).all();
  } finally {
    database.close();
  }
}

const accepted = { sets: [], acceptUnknownSince: 0 } as const;

describe('a backup', () => {
  let file: string;

  before(async () => {
    await domain.issue(admin, slug, { customer: 'one' });
    file = join(elsewhere, 'first.backup');
    await makeBackup({ data, to: file });
  });

  it('taken while keys are created and revoked is consistent and contains all that was acknowledged', async () => {
    const before = await domain.issue(admin, slug, { customer: 'acknowledged' });
    let busy = true;
    const load = Array.from({ length: 4 }, async (_, lane) => {
      for (let n = 0; busy; n++) {
        const { key } = await domain.issue(admin, slug, { customer: `lane-${lane}` });
        if (n % 2 === 0) await domain.revoke(admin, slug, key.id);
      }
    });
    const to = join(elsewhere, 'busy.backup');
    const made = await makeBackup({ data, to });
    busy = false;
    await Promise.all(load);
    const copy = makeFolder();
    const report = await restore({ ...accepted, data: copy, from: to });
    assert.equal(report.settled, true);
    const restored = join(copy, 'lostwax.db');
    assert.deepEqual(
      rowsOf(restored, 'PRAGMA integrity_check').map((row) => ({ ...row })),
      [{ integrity_check: 'ok' }],
    );
    assert.equal(rowsOf(restored, `SELECT 1 FROM keys WHERE kid = '${before.key.id}'`).length, 1);
    const { position, keys } = made.workspaces.find((it) => it.slug === slug) ?? assert.fail();
    const published = rowsOf(
      restored,
      `SELECT 1 FROM keys JOIN workspaces ON workspaces.id = workspace_id WHERE slug = '${slug}' AND published = 1`,
    );
    assert.equal(published.length, keys);
    assert.notEqual(
      rowsOf(restored, `SELECT lineage FROM workspaces WHERE slug = '${slug}'`)[0]?.['lineage'],
      position.split('.')[0],
    );
  });

  it('contains gapless changes and an intact audit log, and only its owner can read it', async () => {
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(elsewhere).filter((name) => !name.endsWith('.backup')),
      [],
    );
    const database = join(makeFolder(), 'lostwax.db');
    copyFileSync(file, database);
    assertLedgers(database, fixture.clock.now);
  });

  it('never overwrites a file, and says what is missing', async () => {
    const content = readFileSync(file);
    await assert.rejects(makeBackup({ data, to: file }), refused('file_exists'));
    assert.deepEqual(readFileSync(file), content);
    await assert.rejects(
      makeBackup({ data: makeFolder(), to: join(elsewhere, 'x') }),
      refused('start_refused'),
    );
    await assert.rejects(makeBackup({ data, to: join(elsewhere, 'none', 'x') }), refused('start_refused'));
  });

  it('put in place of the database by hand is not served', async () => {
    const copy = makeFolder();
    copyFileSync(file, join(copy, 'lostwax.db'));
    await assert.rejects(startAuthority({ data: copy, port: 0 }), refused('restore_undecided'));
  });
});

describe('a restore', () => {
  const file = join(elsewhere, 'restored.backup');
  before(() => makeBackup({ data, to: file }).then(() => {}));

  const changed = (name: string, change: (copy: string) => void): string => {
    const copy = join(elsewhere, name);
    copyFileSync(file, copy);
    change(copy);
    return copy;
  };

  it('refuses what is not a backup, is incomplete, damaged, or from a later version', async () => {
    const { size } = statSync(file);
    const flipped = (at: number) => (copy: string) => {
      const bytes = readFileSync(copy);
      bytes[at] = (bytes[at] as number) ^ 1;
      writeFileSync(copy, bytes);
    };
    const cases: readonly (readonly [string, StartErrorCode])[] = [
      [changed('empty.backup', (copy) => truncateSync(copy, 0)), 'not_a_backup'],
      [changed('text.backup', (copy) => writeFileSync(copy, 'hello')), 'not_a_backup'],
      [changed('plain.backup', (copy) => copyFileSync(fixture.file, copy)), 'not_a_backup'],
      [changed('short.backup', (copy) => truncateSync(copy, size - 1)), 'not_a_backup'],
      [changed('later.backup', (copy) => writeFileSync(copy, 'LWXBACK2', { flag: 'a' })), 'not_a_backup'],
      [changed('page.backup', flipped(5_000)), 'backup_damaged'],
      [changed('manifest.backup', flipped(size - 60)), 'backup_damaged'],
      [changed('length.backup', flipped(size - 10)), 'backup_damaged'],
      [changed('checksum.backup', flipped(size - 20)), 'backup_damaged'],
    ];
    for (const [from, code] of cases) {
      const copy = makeFolder();
      await assert.rejects(restore({ ...accepted, data: copy, from }), refused(code), from);
      assert.deepEqual(readdirSync(copy), [], from);
    }
  });

  it('refuses a folder that is in use or contains a database, and leaves it as it was', async () => {
    const copy = makeFolder();
    const unlock = lockFolder(copy);
    await assert.rejects(restore({ ...accepted, data: copy, from: file }), refused('folder_in_use'));
    unlock();
    writeFileSync(join(copy, 'lostwax.db'), 'mine');
    await assert.rejects(restore({ ...accepted, data: copy, from: file }), refused('file_exists'));
    assert.equal(readFileSync(join(copy, 'lostwax.db'), 'utf8'), 'mine');
    await assert.rejects(restore({ ...accepted, data: makeFolder() }), refused('start_refused'));
  });

  it('continues where an interrupted one left files, and no authority starts on those', async () => {
    const copy = makeFolder();
    writeFileSync(join(copy, 'lostwax.db.restoring'), 'half');
    writeFileSync(join(copy, 'lostwax.db.restoring-wal'), 'half');
    await assert.rejects(startAuthority({ data: copy, port: 0 }), refused('start_refused'));
    assert.equal((await restore({ ...accepted, data: copy, from: file })).settled, true);
    assert.deepEqual(readdirSync(copy).sort(), ['lostwax.db', 'lostwax.lock']);
  });

  it('that is killed leaves a settled database or none', async () => {
    const command = [
      lostwaxCommand,
      'restore',
      '--from',
      file,
      '--accept-unknown-since',
      '2000-01-01T00:00:00Z',
    ];
    const began = performance.now();
    for (let n = 0; n < 6; n++) {
      const copy = makeFolder();
      const program = startProgram(process.execPath, [...command, '--data', copy]);
      // The first one runs to its end, and tells when to kill the others.
      const most = n === 0 ? 20_000 : (performance.now() - began) / n;
      await until('it has ended, or its time is up', 30_000, () => {
        return !program.running() || performance.now() - began > most * (n + randomInt(100) / 100);
      });
      await program.stop('SIGKILL');
      if (!existsSync(join(copy, 'lostwax.db'))) {
        await assert.rejects(
          makeBackup({ data: copy, to: join(elsewhere, `n${n}`) }),
          refused('start_refused'),
        );
        assert.equal((await restore({ ...accepted, data: copy, from: file })).settled, true);
      }
      const [row] = rowsOf(join(copy, 'lostwax.db'), 'SELECT max(unknown_since) AS since FROM workspaces');
      assert.equal(row?.['since'], null);
    }
  });

  describe('without a decision', () => {
    const copy = join(elsewhere, 'undecided');
    let authority: Authority | undefined;
    after(() => authority?.close());

    it('puts the database in place but does not let it be served', async () => {
      const report = await restore({ sets: [], data: copy, from: file });
      assert.equal(report.settled, false);
      assert.deepEqual(
        report.workspaces.map((it) => [it.slug, it.unknownSince === report.unknownSince]),
        [
          ['lostwax', true],
          [slug, true],
        ],
      );
      await assert.rejects(startAuthority({ data: copy, port: 0 }), refused('restore_undecided'));
      await assert.rejects(
        restore({ sets: [], data: copy, acceptUnknownSince: Date.now() + 1_000 }),
        refused('restore_undecided'),
      );
      await assert.rejects(startAuthority({ data: copy, port: 0 }), refused('restore_undecided'));
    });

    it('is served once the unknown time is accepted, with administrators reset', async () => {
      const { unknownSince } = await restore({ sets: [], data: copy });
      const report = await restore({
        ...{ sets: [], data: copy, administrators: 'reset' },
        acceptUnknownSince: Date.parse(String(unknownSince)),
      });
      assert.equal(report.settled, true);
      assert.equal(report.adminKeyFile, join(copy, 'admin.key'));
      authority = await startAuthority({ data: copy, port: 0, origin: 'https://keys.test.example' });
      const ask = (key: string) =>
        fetch(`${authority?.url}/v1/workspaces`, { headers: { authorization: `Bearer ${key}` } });
      assert.equal((await ask(readFileSync(join(copy, 'admin.key'), 'utf8').trim())).status, 200);
      assert.equal((await ask(admin.token)).status, 401);
    });
  });
});

const disk = mountSmallDisk();
if (typeof disk === 'string') it('a full disk', { skip: disk }, () => {});
else {
  after(() => disk.remove());
  describe('a full disk', () => {
    it('leaves no part of a backup or a restored database', async () => {
      const file = join(elsewhere, 'for-small-disk.backup');
      await makeBackup({ data, to: file });
      disk.fill(100_000);
      await assert.rejects(makeBackup({ data, to: join(disk.folder, 'a.backup') }), refused('disk_full'));
      assert.deepEqual(readdirSync(disk.folder), ['ballast']);
      const target = join(disk.folder, 'data');
      await assert.rejects(restore({ ...accepted, data: target, from: file }), refused('disk_full'));
      assert.ok(readdirSync(target).every((name) => name === 'lostwax.lock'));
      disk.makeRoom();
      assert.equal((await restore({ ...accepted, data: target, from: file })).settled, true);
    });
  });
}
