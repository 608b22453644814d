import { crc32 } from 'node:zlib';
import { MOST_ENTRY_BYTES } from './entry.ts';
import { LimitError } from './limit-error.ts';
import { type Position, parsePosition, positionText } from './position.ts';
import type { FeedKind } from './snapshot.ts';

/** A numbered change of a workspace's set (spec/feed.md §4). */
export interface FeedEvent {
  /** That of the set after the change. */
  readonly position: Position;
  /** `other` counts, and changes nothing in this feed. */
  readonly change: 'add' | 'remove' | 'other';
  /** Half a pin in the public feed, an entry in the full one, empty for `other`. One line. */
  readonly data: string;
}

/** An event as received, before its fields are checked. */
export interface RawEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string;
  /** Of `data`; only a full feed has it. */
  readonly check: string | undefined;
}

/** What is wrong with an event: its position, the name of its change, or its checksum. */
export type EventFault = 'position' | 'change' | 'checksum';

/** Characters of an event at most: an entry, its position and its checksum. */
export const MOST_EVENT_CHARACTERS: number = MOST_ENTRY_BYTES + 1_024;

/** A comment, which keeps a stream from looking dead. */
export const HEARTBEAT = ': \n\n';

/**
 * The text of one event.
 *
 * @throws {@link LimitError} for `data` that is longer than an entry may be, or has more than one
 * line.
 */
export function eventText(kind: FeedKind, { position, change, data }: FeedEvent): string {
  if (data.length > MOST_ENTRY_BYTES || /[\r\n]/.test(data))
    throw new LimitError('The data of an event is too long, or has more than one line.');
  const check = kind === 'full' && change !== 'other' ? `check: ${checksumOf(data)}\n` : '';
  return `id: ${positionText(position)}\nevent: ${change}\ndata: ${data}\n${check}\n`;
}

/** Checks an event of a stream. The `data` of an `other` is ignored. */
export function parseEvent(kind: FeedKind, { id, event, data, check }: RawEvent): FeedEvent | EventFault {
  const position = parsePosition(id);
  if (position === undefined) return 'position';
  if (event === 'other') return { position, change: event, data: '' };
  if (event !== 'add' && event !== 'remove') return 'change';
  if (kind === 'full' && check !== checksumOf(data)) return 'checksum';
  return { position, change: event, data };
}

/** CRC-32 of the `data` of an event, 8 hexadecimal digits. */
function checksumOf(data: string): string {
  return crc32(data).toString(16).padStart(8, '0');
}
