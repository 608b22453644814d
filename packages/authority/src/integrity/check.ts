import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Checked } from './checked.ts';
import type { Finding } from './worker.ts';

/** The start has enough other work at first. */
const DELAY_MILLISECONDS = 5_000;

/** The result of the check; undefined until it is known. */
export interface Integrity {
  damaged: boolean | undefined;
  unknownKeys: number | undefined;
}

/**
 * Checks the database once after each start, in a separate thread that the start doesn't wait for:
 * whether the file is intact, and whether the audit log knows each key and each signing key in its current form.
 * Differences are logged, with what to do; the check changes nothing.
 *
 * @returns The result, and a function that ends the check.
 */
export function startIntegrityCheck(
  what: Checked,
  log: Logger | undefined,
): { readonly integrity: Integrity; readonly stop: () => Promise<unknown> } {
  const integrity: Integrity = { damaged: undefined, unknownKeys: undefined };
  let worker: Worker | undefined;
  let unknown = 0;
  const hear = (finding: Finding): void => {
    if (finding.kind === 'done') {
      integrity.unknownKeys = unknown;
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
  const timer = setTimeout(() => {
    // The same file runs from src (tests) and from dist.
    const name = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    worker = new Worker(new URL(name, import.meta.url), { workerData: what });
    worker.unref();
    worker.on('message', hear);
    worker.on('error', (error) => {
      // A database that can't be reached says nothing about its content.
      if ('database' in what) return;
      integrity.damaged = true;
      log?.error({ err: error, file: what.file }, DAMAGED);
    });
  }, DELAY_MILLISECONDS).unref();
  return {
    integrity,
    async stop() {
      clearTimeout(timer);
      await worker?.terminate();
    },
  };
}

function fileOf(what: Checked): { readonly file?: string } {
  return 'file' in what ? { file: what.file } : {};
}

const DAMAGED =
  'the database file is damaged: stop the authority, keep a copy of the data folder, check the disk, and restore a backup as described in SECURITY.md';
const UNKNOWN =
  'key records differ from the audit log: something else wrote to the database, or the disk is damaged. Run "lostwax audit verify"; --revoke-unknown revokes these keys';
const UNKNOWN_SIGNING_KEYS =
  'signing keys differ from the audit log: something else wrote to the database, and whoever added them can create keys that gateways accept. Revoke them with POST /v1/workspaces/<slug>/signing-key/revoke';
