import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FeedHead, HEARTBEAT, headText } from '@lostwax/contract';

const HEARTBEAT_MILLISECONDS = 1_000;

/**
 * Serves a feed that never changes.
 *
 * @param sendSnapshot - If the reader disconnects, its response ends.
 */
export function answerStillFeed(
  { url = '' }: IncomingMessage,
  response: ServerResponse,
  head: FeedHead,
  sendSnapshot: () => Promise<void>,
): void {
  if (url.includes('/feed/snapshot')) {
    sendSnapshot().catch(() => response.destroy());
  } else if (url.includes('/feed/head')) {
    response.setHeader('content-type', 'application/json');
    response.end(headText(head));
  } else {
    response.setHeader('content-type', 'text/event-stream');
    const beat = setInterval(() => response.write(HEARTBEAT), HEARTBEAT_MILLISECONDS);
    response.on('close', () => clearInterval(beat));
    response.write(HEARTBEAT);
  }
}
