import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { StartError } from '../start-error.ts';

/** The last bytes of a backup: what it is, and its version. */
const MAGIC = 'LWXBACK1';
const CHECKSUM_BYTES = 32;
/** Checksum, length of the manifest, and magic. */
const TAIL_BYTES = CHECKSUM_BYTES + 4 + MAGIC.length;
/** A few thousand workspaces take less than one MiB. */
const MOST_MANIFEST_BYTES = 16 * 1024 * 1024;

/** What a backup says about itself. */
export interface Manifest {
  /** It contains everything that was acknowledged before this time: RFC 3339, UTC. */
  readonly createdAt: string;
  /** Version of the database's tables. */
  readonly schema: number;
  /** Length of the database in the backup. */
  readonly bytes: number;
  readonly workspaces: readonly ManifestWorkspace[];
}

export interface ManifestWorkspace {
  readonly slug: string;
  readonly issuer: string;
  /** `<lineage>.<epoch>.<seq>.<digest>` (spec/feed.md §1). */
  readonly position: string;
  readonly keys: number;
  /** Number and hash of the last audit entry, for `lostwax audit verify --known`. */
  readonly audit: { readonly entry: number; readonly hash: string };
}

/**
 * Turns a copied database into a backup: the database, the manifest in JSON, SHA-256 of both, the length of the manifest
 * (4 bytes, little-endian), and `LWXBACK1`.
 *
 * @param progress - Called with the share that is done, 0 to 1.
 */
export async function appendManifest(
  file: string,
  manifest: Manifest,
  progress: (share: number) => void,
): Promise<void> {
  const json = Buffer.from(JSON.stringify(manifest));
  const hash = await hashOf(file, manifest.bytes, progress);
  const tail = Buffer.alloc(4 + MAGIC.length);
  tail.writeUInt32LE(json.length, 0);
  tail.write(MAGIC, 4, 'latin1');
  appendFileSync(file, Buffer.concat([json, hash.update(json).digest(), tail]));
}

/** A backup whose manifest was read. Whether its content is undamaged is known once {@link ReadBackup.check} resolves. */
export interface ReadBackup {
  readonly manifest: Manifest;
  /** @throws {@link StartError} if the backup is damaged. */
  check(progress: (share: number) => void): Promise<void>;
}

/** @throws {@link StartError} for a file that isn't a backup or is incomplete; errors of node:fs. */
export function readBackup(file: string): ReadBackup {
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const bytesAt = (at: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, at);
      return bytes;
    };
    const start = bytesAt(0, 16).toString('latin1');
    const tail = bytesAt(Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
    const magic = tail.toString('latin1', TAIL_BYTES - MAGIC.length);
    if (magic !== MAGIC) throw new StartError(notABackup(file, start, magic), { code: 'not_a_backup' });
    const length = tail.readUInt32LE(CHECKSUM_BYTES);
    const at = size - TAIL_BYTES - length;
    const json = length <= MOST_MANIFEST_BYTES && at > 0 ? bytesAt(at, length) : undefined;
    const manifest = json && manifestIn(json.toString());
    if (json === undefined || manifest?.bytes !== at) throw damaged(file);
    const checksum = tail.subarray(0, CHECKSUM_BYTES);
    return {
      manifest,
      async check(progress) {
        const hash = await hashOf(file, manifest.bytes, progress);
        if (!hash.update(json).digest().equals(checksum)) throw damaged(file);
      },
    };
  } finally {
    closeSync(handle);
  }
}

function manifestIn(json: string): Manifest | undefined {
  try {
    return JSON.parse(json) as Manifest;
  } catch {
    return undefined;
  }
}

async function hashOf(file: string, bytes: number, progress: (share: number) => void) {
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of createReadStream(file, { end: bytes - 1, highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    progress(done / bytes);
  }
  return hash;
}

function notABackup(file: string, start: string, magic: string): string {
  if (/^LWXBACK\d$/.test(magic)) {
    return `${file} was made by a later version of Lostwax. Restore it with that version.`;
  }
  if (start === 'SQLite format 3\0') {
    return `${file} is a copy of a database, or an incomplete backup. Use another backup. If it is a complete copy of lostwax.db, put it into an empty data folder and run "lostwax restore --data" on that folder, without --from.`;
  }
  return `${file} is not a backup made by "lostwax backup".`;
}

function damaged(file: string): StartError {
  return new StartError(
    `The backup ${file} is damaged: its content does not match its checksum. Nothing was restored. Use another copy of it, or an earlier backup.`,
    { code: 'backup_damaged' },
  );
}
