import { isSlug } from '@lostwax/core';
import { type Position, parsePosition, positionText } from './position.ts';

/** The pointer of a static feed (spec/feed.md §8). */
export interface Pointer {
  readonly issuer: string;
  /** That of the set after all published changes. */
  readonly position: Position;
  /**
   * When the publisher requested the head that `position` has reached, in milliseconds since the
   * Unix epoch by the publisher's clock.
   */
  readonly at: number;
  /** Seconds between two pointers, 1 to 60. */
  readonly every: number;
  /** Names the process that wrote the pointer; absent if it is older than this member. */
  readonly publisher?: string | undefined;
  /** The current snapshot, and the start of the segment that contains the change after it. */
  readonly snapshot: { readonly position: Position; readonly from: Position };
}

/** Maximum length of a pointer. */
export const MOST_POINTER_BYTES = 4_096;
/** Maximum length of a segment. */
export const MOST_SEGMENT_BYTES: number = 16 * 1_048_576;

const MOST_EVERY_SECONDS = 60;

/** What follows the workspace in the pointer's address. */
export const POINTER_PATH = 'feed/pointer.json';

/** The file of the changes after a position, relative to the pointer. */
export function segmentFile(from: Position): string {
  return `changes/${positionText(from)}.events`;
}

/** The file of a snapshot, relative to the pointer. */
export function snapshotFile(position: Position): string {
  return `snapshots/${positionText(position)}.snapshot`;
}

/** The content of a pointer. */
export function pointerText({ issuer, position, at, every, publisher, snapshot }: Pointer): string {
  return JSON.stringify({
    static: 1,
    issuer,
    feed: 'public',
    position: positionText(position),
    at,
    every,
    publisher,
    snapshot: { position: positionText(snapshot.position), from: positionText(snapshot.from) },
  });
}

/**
 * Reads a pointer. Members that are not known are ignored.
 *
 * @returns Undefined for anything else. The issuer is as it came, so that a reader can say what is wrong.
 */
export function parsePointer(
  text: string,
): (Omit<Pointer, 'issuer'> & { readonly issuer: unknown }) | undefined {
  let given: { readonly [name: string]: unknown } | null;
  try {
    given = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof given !== 'object' || given === null) return undefined;
  const { at, every, issuer } = given;
  const publisher = typeof given['publisher'] === 'string' ? given['publisher'] : undefined;
  const named = given['snapshot'] as
    | { readonly position?: unknown; readonly from?: unknown }
    | null
    | undefined;
  const position = parsePosition(given['position']);
  const snapshot = parsePosition(named?.position);
  const from = parsePosition(named?.from);
  const isKnown = given['static'] === 1 && given['feed'] === 'public';
  if (!isKnown || position === undefined || snapshot === undefined || from === undefined) return undefined;
  if (!Number.isSafeInteger(at) || (at as number) < 0) return undefined;
  if (typeof every !== 'number' || !(every >= 1 && every <= MOST_EVERY_SECONDS)) return undefined;
  return { issuer, position, at: at as number, every, publisher, snapshot: { position: snapshot, from } };
}

/**
 * Reads the address of a pointer in its one spelling: `https://<host>/[<path>/]<workspace>/feed/pointer.json`.
 *
 * @returns The workspace; undefined for anything else.
 */
export function workspaceOfPointer(text: unknown): string | undefined {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.origin}${url.pathname}` !== text)
    return undefined;
  const workspace = /\/([^/]+)\/feed\/pointer\.json$/.exec(url.pathname)?.[1];
  return workspace !== undefined && isSlug(workspace) ? workspace : undefined;
}
