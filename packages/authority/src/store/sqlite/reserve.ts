import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Room that is kept: enough for thousands of revocations. A small disk gives up a sixteenth of itself. */
const MOST_BYTES = 16 * 1024 * 1024;
const SHARE_OF_DISK = 16;
/** A disk that stays full is asked for room no more often than this. */
const AGAIN_MILLISECONDS = 1_000;

/**
 * Disk space held back for ending keys.
 *
 * When the disk is full, the file is deleted, and the room it took serves revocations alone until there is room for the file again. Its content
 * is random: a file system that compresses would set nothing aside for zeros.
 */
export class Reserve {
  readonly #file: string;
  readonly #bytes: number;
  #kept = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param file - Path of the reserve; it is on the disk of the database. */
  constructor(file: string) {
    this.#file = file;
    const { blocks, bsize } = statfsSync(dirname(file));
    this.#bytes = Math.min(MOST_BYTES, Math.floor((blocks * bsize) / SHARE_OF_DISK));
    this.restore();
  }

  /** Bytes held back now. */
  get bytes(): number {
    return this.#kept ? this.#bytes : 0;
  }

  /** Whether the room is held back, or could be again just now. */
  restore(): boolean {
    if (this.#kept || performance.now() - this.#askedAt < AGAIN_MILLISECONDS) return this.#kept;
    this.#askedAt = performance.now();
    try {
      // As much again has to stay free: otherwise the next write would find the disk full.
      this.#kept = this.#isThere() || (this.#freeBytes() >= 2 * this.#bytes && this.#write());
    } catch {
      // Another program took the room meanwhile. What came of the file would hold room that revocations need.
      rmSync(this.#file, { force: true });
    }
    return this.#kept;
  }

  /** Gives the room up. @returns false where it was given up before. */
  release(): boolean {
    if (!this.#kept) return false;
    this.#kept = false;
    this.#askedAt = performance.now();
    rmSync(this.#file, { force: true });
    return true;
  }

  /** Whether the disk has room besides what is held back. */
  hasRoom(): boolean {
    return this.#kept && this.#freeBytes() >= this.#bytes;
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
