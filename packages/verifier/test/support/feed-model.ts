import { createHash } from 'node:crypto';
import { eventText, frameOf, type Position, positionText, SetDigest } from '@lostwax/contract';
import { LINEAGE } from '../../../../tools/testing/position.ts';
import { entryOf, type TestKey } from './keys.ts';

/** One numbered change. */
interface Change {
  readonly seq: number;
  readonly event: 'add' | 'remove' | 'other';
  readonly key: TestKey | undefined;
}

/** An authority's data about one workspace, as in spec/feed.md, without a server. */
export class FeedModel {
  readonly issuer: string;
  readonly keys = new Map<string, TestKey>();
  lineage = LINEAGE;
  epoch = 1;
  seq = 0;
  /** The first change that is still kept. */
  keptFrom = 1;
  #changes: Change[] = [];

  constructor(issuer: string) {
    this.issuer = issuer;
  }

  /** The current position, or the one after this many changes. */
  at(seq: number = this.seq): Position {
    const { lineage, epoch } = this;
    const digest = new SetDigest();
    for (const { key } of this.#changes.slice(0, seq)) if (key !== undefined) digest.toggle(key.pin);
    return { lineage, epoch, seq, digest: digest.text };
  }

  get position(): string {
    return positionText(this.at());
  }

  add(key: TestKey): void {
    this.keys.set(key.keyId, key);
    this.#changes.push({ seq: ++this.seq, event: 'add', key });
  }

  remove(key: TestKey): void {
    this.keys.delete(key.keyId);
    this.#changes.push({ seq: ++this.seq, event: 'remove', key });
  }

  other(): void {
    this.#changes.push({ seq: ++this.seq, event: 'other', key: undefined });
  }

  /** Restores other contents: a new history, with numbers starting over. */
  restore(keys: readonly TestKey[], lineage = 'fedcba9876543210'): void {
    this.lineage = lineage;
    this.epoch++;
    this.seq = 0;
    this.keptFrom = 1;
    this.#changes = [];
    this.keys.clear();
    for (const key of keys) this.add(key);
  }

  /** Undefined if the changes after `seq` are no longer kept. */
  eventsAfter(seq: number, full: boolean): string[] | undefined {
    if (seq + 1 < this.keptFrom) return undefined;
    const digest = new SetDigest(this.at(seq).digest);
    return this.#changes.slice(seq).map((change) => {
      if (change.key !== undefined) digest.toggle(change.key.pin);
      return this.#text(change, digest.text, full);
    });
  }

  /** @param tamper - Modifies the header before it is written. */
  snapshot(full: boolean, tamper: (header: Record<string, unknown>) => void = () => {}): Buffer {
    const entries = Buffer.concat(
      [...this.keys.values()].map((key) => (full ? fullEntry(key) : key.pin.subarray(0, 16))),
    );
    const header: Record<string, unknown> = {
      issuer: this.issuer,
      feed: full ? 'full' : 'public',
      position: this.position,
      count: this.keys.size,
      bytes: entries.length,
      later: 'members that nobody knows yet',
    };
    tamper(header);
    return snapshotFile(header, entries);
  }

  #text({ seq, event, key }: Change, digest: string, full: boolean): string {
    const half = key?.pin.subarray(0, 16).toString('base64url') ?? '';
    const data = key === undefined ? '' : full ? JSON.stringify(entryOf(key)) : half;
    const { lineage, epoch } = this;
    const position = { lineage, epoch, seq, digest };
    return eventText(full ? 'full' : 'public', { position, change: event, data });
  }
}

/** A snapshot with a matching checksum. */
export function snapshotFile(header: Record<string, unknown>, entries: Buffer): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const body = Buffer.concat([Buffer.from('LWXSNAP2'), length, json, entries]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

function fullEntry(key: TestKey): Buffer {
  return frameOf(Buffer.from(JSON.stringify(entryOf(key))));
}
