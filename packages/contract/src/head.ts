import { type Position, parsePosition, positionText } from './position.ts';

/** The current position and the issuer of a workspace (spec/feed.md §6). */
export interface FeedHead {
  readonly position: Position;
  readonly issuer: string;
}

/** Maximum length of a head's JSON. */
export const MOST_HEAD_BYTES = 4_096;

/** The body of `GET /<ws>/feed/head`. */
export function headText({ position, issuer }: FeedHead): string {
  return JSON.stringify({ position: positionText(position), issuer });
}

/**
 * Reads a head. Members that are not known are ignored.
 *
 * @returns Undefined where there is no position. The issuer is as it came, which may be anything, so that a reader can say what is wrong.
 */
export function parseHead(
  text: string,
): { readonly position: Position; readonly issuer: unknown } | undefined {
  let head: { readonly position?: unknown; readonly issuer?: unknown } | null;
  try {
    head = JSON.parse(text);
  } catch {
    return undefined;
  }
  const position = parsePosition(head?.position);
  return position && { position, issuer: head?.issuer };
}
