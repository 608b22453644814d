import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reserved space: enough for thousands of revocations. On a small disk, it is limited to a sixteenth. */
const MOST_BYTES = 16 * 1024 * 1024;
const SHARE_OF_DISK = 16;
/** Minimum time between attempts to get space on a disk that stays full. */
const AGAIN_MILLISECONDS = 1_000;

/**
 * Disk space reserved for ending keys.
 *
 * When the disk is full, the file is deleted and its space is used only for revocations, until there is room
 * for the file again. Its content is random, because a compressing file system would allocate nothing for
 * zeros.
 */
export class Reserve {
  readonly #file: string;
  readonly #bytes: number;
  #kept = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param file - Path of the reserve, on the same disk as the database. */
  constructor(file: string) {
    this.#file = file;
    const { blocks, bsize } = statfsSync(dirname(file));
    this.#bytes = Math.min(MOST_BYTES, Math.floor((blocks * bsize) / SHARE_OF_DISK));
    this.restore();
  }

  /** Bytes reserved now. */
  get bytes(): number {
    return this.#kept ? this.#bytes : 0;
  }

  /** Reports whether the space is reserved, or could be reserved again just now. */
  restore(): boolean {
    if (this.#kept || performance.now() - this.#askedAt < AGAIN_MILLISECONDS) return this.#kept;
    this.#askedAt = performance.now();
    try {
      // The same amount must stay free: otherwise the next write would find the disk full.
      this.#kept = this.#isThere() || (this.#freeBytes() >= 2 * this.#bytes && this.#write());
    } catch {
      // Another program took the space meanwhile. A partial file would occupy space that revocations need.
      this.#remove();
    }
    return this.#kept;
  }

  /** Releases the space. @returns False if it was already released. */
  release(): boolean {
    if (!this.#kept) return false;
    this.#kept = false;
    this.#askedAt = performance.now();
    this.#remove();
    return true;
  }

  /** Whether the disk has free space in addition to the reserve. */
  hasRoom(): boolean {
    try {
      return this.#kept && this.#freeBytes() >= this.#bytes;
    } catch {
      // The disk fails, which the write that follows reports.
      return true;
    }
  }

  #remove(): void {
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // Read-only, or it fails: so does the write that follows.
    }
  }

  #isThere(): boolean {
    const stat = statSync(this.#file, { throwIfNoEntry: false });
    return stat !== undefined && stat.size === this.#bytes && stat.blocks * 512 >= this.#bytes;
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(dirname(this.#file));
    return bavail * bsize;
  }

  #write(): true {
    writeFileSync(this.#file, randomBytes(this.#bytes), { mode: 0o600 });
    return true;
  }
}
