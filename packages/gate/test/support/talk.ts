import { connect, type Socket } from 'node:net';
import { until } from '../../../../tools/testing/until.ts';

const PATIENCE_MS = 30_000;

/** A connection that sends exactly the given bytes and collects what comes back. */
export interface Talk {
  readonly socket: Socket;
  text(): string;
  /** Waits until what has come back matches. */
  says(pattern: RegExp): Promise<unknown>;
  /** Waits until the other side has closed the connection. */
  ended(): Promise<unknown>;
}

export function talk(url: string, first: string): Talk {
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(first));
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  return {
    socket,
    text: () => text,
    says: (pattern) => until(`it sends ${pattern}: ${text}`, PATIENCE_MS, () => pattern.test(text)),
    ended: () => until('it has ended', PATIENCE_MS, () => socket.destroyed || socket.readableEnded),
  };
}

/** The head of a request with a key. */
export function head(method: string, path: string, token: string, ...more: string[]): string {
  return [`${method} ${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${token}`, ...more, '', ''].join(
    '\r\n',
  );
}
