import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type Answer, problem } from '../door/answers.ts';
import type { Count } from '../door/judge.ts';
import { linger } from './linger.ts';

/** A connection, and the last answer that was begun on it. */
export type Connection = Socket & { lastAnswer?: ServerResponse };

type MalformedCode = 'headers_too_large' | 'request_timeout' | 'request_invalid';

const codes: Readonly<Record<string, MalformedCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/**
 * Answers what Node cannot read as a request, on `clientError`, with a problem like every other; Node's own answer has no body, and closes so that
 * the client may not be able to read it.
 */
export function malformedAnswers(count: Count): (error: NodeJS.ErrnoException, socket: Connection) => void {
  const told = new WeakSet<Connection>();
  return (error, socket) => {
    // After a mistake Node's parser reports each further piece of what is thrown away.
    if (told.has(socket)) return;
    // Opened in advance and never used: an answer would be taken for that to a request that is on its way.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0)
      return void socket.destroy();
    told.add(socket);
    const code = codes[error.code ?? ''] ?? 'request_invalid';
    const tell = (): void => {
      if (!socket.writable) return void socket.destroy();
      count(code);
      socket.write(wholeAnswer(problem(code)));
      linger(socket);
    };
    const { lastAnswer } = socket;
    if (lastAnswer === undefined || lastAnswer.writableFinished) tell();
    // The mistake is in a later request: the answers before it go first.
    else if (lastAnswer.req.complete) lastAnswer.once('close', tell);
    // It is in the body of this one. An answer that has begun cannot be taken back.
    else if (lastAnswer.headersSent) socket.destroy();
    else {
      count(code);
      const { status, headers, body } = problem(code);
      lastAnswer.writeHead(status, [...headers, 'connection', 'close']).end(body);
    }
  };
}

function wholeAnswer({ status, headers, body }: Answer): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'connection: close'];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
