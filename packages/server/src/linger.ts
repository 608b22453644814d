import type { Socket } from 'node:net';

/** As nginx's lingering_time and lingering_timeout. */
const MOST_MILLISECONDS = 30_000;
const IDLE_MILLISECONDS = 5_000;
const MOST_BYTES = 67_108_864;
const LOOK_MILLISECONDS = 250;

/**
 * Ends a connection so that the client can read the last response: a socket closed with unread
 * bytes from the client is reset, and the reset overtakes the response. So our side ends first, and
 * further input is discarded until the client ends its side, for at most 30 s, 5 s of silence or 64
 * MiB (RFC 9112 §9.6).
 */
export function linger(socket: Socket): void {
  if (socket.destroyed || socket.writableEnded) return;
  socket.end();
  const before = socket.bytesRead;
  let last = before;
  let idle = 0;
  let all = 0;
  const look = setInterval(() => {
    idle = socket.bytesRead === last ? idle + LOOK_MILLISECONDS : 0;
    all += LOOK_MILLISECONDS;
    last = socket.bytesRead;
    if (idle >= IDLE_MILLISECONDS || all >= MOST_MILLISECONDS || last - before > MOST_BYTES) socket.destroy();
  }, LOOK_MILLISECONDS);
  socket.once('close', () => clearInterval(look));
}
