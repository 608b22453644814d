import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { moduleBeside } from '../module-beside.ts';
import type { Finding } from './check-thread.ts';
import type { Checked } from './checked.ts';

/** When to check, in milliseconds. */
const usualTimes = {
  /** After the start, which has enough other work at first. */
  delay: 5_000,
  /** After a check that was postponed. */
  again: 600_000,
};

/** The result of the check; undefined until it is known. */
export interface Integrity {
  damaged: boolean | undefined;
  unknownKeys: number | undefined;
}

/**
 * Checks the database once after each start, in a process of its own that the start doesn't wait for:
 * whether the file is intact, and whether the audit log knows each key and each signing key in its current form.
 * Differences are logged, with what to do; the check changes nothing. If SQLite's log grows too long meanwhile, the check
 * starts over later.
 *
 * @returns The result, and a function that ends the check.
 */
export function startIntegrityCheck(
  what: Checked,
  log: Logger | undefined,
  times = usualTimes,
): { readonly integrity: Integrity; readonly stop: () => Promise<void> } {
  const integrity: Integrity = { damaged: undefined, unknownKeys: undefined };
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout;
  let unknown = 0;
  const hear = (finding: Finding): void => {
    if (finding.kind === 'postponed') {
      end();
      log?.info({ minutes: times.again / 60_000, ...fileOf(what) }, POSTPONED);
      begin(times.again);
      return;
    }
    if (finding.kind === 'done') {
      integrity.unknownKeys = unknown;
      return;
    }
    if (finding.kind === 'failed') {
      // A database that can't be reached says nothing about its content.
      if ('database' in what) return;
      integrity.damaged = true;
      log?.error({ reason: finding.reason, ...fileOf(what) }, DAMAGED);
      return;
    }
    if (finding.kind === 'file') {
      integrity.damaged = finding.faults.length > 0;
      if (integrity.damaged) log?.error({ ...fileOf(what), faults: finding.faults }, DAMAGED);
      return;
    }
    unknown += finding.count;
    const { workspace, count, keyIds } = finding;
    log?.error({ workspace, count, keyIds }, finding.kind === 'unknown' ? UNKNOWN : UNKNOWN_SIGNING_KEYS);
  };
  const check = (): void => {
    unknown = 0;
    const started = fork(moduleBeside(import.meta.url, 'check-process'), { execArgv: [] });
    child = started;
    started.on('message', hear);
    started.on('error', (error) => log?.warn({ err: error, ...fileOf(what) }, UNCHECKED));
    started.on('exit', (code, signal) => {
      if (code !== 0 && !started.killed) log?.warn({ code, signal, ...fileOf(what) }, UNCHECKED);
    });
    started.send(what);
    started.unref();
    started.channel?.unref();
  };
  // SQLite checks the whole file in a single call, which nothing else ends.
  const end = (): void => void child?.kill('SIGKILL');
  const begin = (after: number): void => {
    timer = setTimeout(check, after).unref();
  };
  begin(times.delay);
  return {
    integrity,
    async stop() {
      clearTimeout(timer);
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      end();
      await ended;
    },
  };
}

function fileOf(what: Checked): { readonly file?: string } {
  return 'file' in what ? { file: what.file } : {};
}

const POSTPONED =
  'the check of the database after the start was postponed: the write-ahead log has grown large, and SQLite cannot reuse it while the check runs';
const UNCHECKED = 'the check of the database after the start ended early: restart the authority to repeat it';
const DAMAGED =
  'the database file is damaged: stop the authority, keep a copy of the data folder, check the disk, and restore a backup as described in SECURITY.md';
const UNKNOWN =
  'key records differ from the audit log: something else wrote to the database, or the disk is damaged. Run "lostwax audit verify"; --revoke-unknown revokes these keys';
const UNKNOWN_SIGNING_KEYS =
  'signing keys differ from the audit log: something else wrote to the database, and whoever added them can create keys that gateways accept. Revoke them with POST /v1/workspaces/<slug>/signing-key/revoke';
