import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendProblem } from '../web/problems.ts';
import { accepts, etagOf, matchingEtag } from './conditions.ts';
import type { Document } from './document.ts';
import { Outflow } from './outflow.ts';

/** How long a cache may answer without revalidating. */
export const cacheControl = {
  /**
   * One second: what a cache in front adds to a revocation, and enough for it to take all load off
   * the authority. It must then revalidate, and must not serve a stale set if it can't.
   */
  keys: 'public, max-age=1, must-revalidate',
  /** It never changes. */
  metadata: 'public, max-age=300',
} as const;

/**
 * A response of up to this many bytes is written at once; a longer one follows the client's pace.
 */
const AT_ONCE_BYTES = 65_536;
/**
 * A client that reads nothing for this long is disconnected, because it keeps the version in memory
 * that it began with.
 */
const STALLED_MILLISECONDS = 30_000;

/** Shared by all key sets, which share one memory. */
const outflow = new Outflow();

/** Key sets are public, so pages may read them too. */
const common = [
  ...['Vary', 'Accept-Encoding'],
  ...['Access-Control-Allow-Origin', '*'],
  ...['X-Content-Type-Options', 'nosniff'],
];
const notKept = ['Cache-Control', 'no-store'];

/**
 * Answers with a document, or with 304 if the client has it.
 *
 * @param caching - The Cache-Control of a document that has a version; any other must not be
 * cached.
 */
export async function sendDocument(
  request: IncomingMessage,
  response: ServerResponse,
  document: Document,
  caching: string,
): Promise<void> {
  const { headers, method } = request;
  const { tag } = document;
  const condition = headers['if-none-match'];
  const had = condition && tag && matchingEtag(condition, tag);
  if (had) {
    response.writeHead(304, ['ETag', had, 'Cache-Control', caching, ...common]).end();
    return;
  }
  const compressed = accepts(headers['accept-encoding'], 'gzip') ? await document.gzipped() : undefined;
  const length = compressed?.length ?? document.length;
  response.writeHead(200, [
    ...['Content-Type', 'application/json', 'Content-Length', String(length)],
    ...(compressed ? ['Content-Encoding', 'gzip'] : []),
    ...(tag ? ['ETag', etagOf(tag, compressed !== undefined), 'Cache-Control', caching] : notKept),
    ...common,
  ]);
  if (method === 'HEAD') response.end();
  else await sendBody(response, compressed ? [compressed] : document.parts, length);
}

async function sendBody(response: ServerResponse, parts: readonly Buffer[], length: number): Promise<void> {
  if (length <= AT_ONCE_BYTES) {
    response.cork();
    for (const part of parts) response.write(part);
    response.end();
    return;
  }
  response.setTimeout(STALLED_MILLISECONDS, () => response.destroy());
  await outflow.send(response, parts, length);
}

/**
 * Answers with the problem for an error. A response that has begun is cut off: its length shows
 * that it is incomplete.
 *
 * @returns The request ID in the problem.
 */
export function sendError(response: ServerResponse, error: unknown): string {
  const requestId = randomBytes(12).toString('base64url');
  if (response.headersSent) {
    response.destroy();
    return requestId;
  }
  response.setHeader('X-Request-Id', requestId);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  sendProblem(response, error, requestId);
  return requestId;
}
