import type { Socket } from 'node:net';

/** As nginx's lingering_time and lingering_timeout. */
const MOST_MILLISECONDS = 30_000;
const IDLE_MILLISECONDS = 5_000;
const MOST_BYTES = 67_108_864;
const LOOK_MILLISECONDS = 250;

/**
 * Ends a connection so that the client can read the last answer: a socket that is closed while bytes of the client's are unread is reset, and the reset
 * overtakes the answer. So its own side ends first, and what still comes is thrown away until the client ends its side, for 30 s, 5 s of silence or
 * 64 MiB at most (RFC 9112 §9.6).
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
