import { randomUUID } from 'node:crypto';
import { type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AuthorityError } from '../errors.ts';
import { linger } from './linger.ts';
import { problemHeaders, problemOf, sendProblem } from './problems.ts';

/** The answer that was begun last on each connection. */
const lastAnswers = new WeakMap<Socket, ServerResponse>();

/** A listener for a server that {@link answerMalformed} looks after: it is asked only for what is a whole request. */
export function wellFormed(listener: RequestListener): RequestListener {
  return (request, response) => {
    const { socket, headers, httpVersion } = request;
    // Node goes on reading after an answer that was to be the last.
    if (!socket.writable) return;
    lastAnswers.set(socket, response);
    if (headers.host === undefined && httpVersion === '1.1') refuse(response, new Error('No Host.'));
    else listener(request, response);
  };
}

/**
 * Answers what Node cannot read as a request with a problem like every other; Node's own answer has no body, and closes so that the client may not
 * be able to read it. A gate does the same; neither package imports the other.
 */
export function answerMalformed(server: Server): void {
  const told = new WeakSet<Socket>();
  const tell = (error: NodeJS.ErrnoException, socket: Socket): void => {
    // After a mistake Node's parser reports each further piece of what is thrown away.
    if (told.has(socket)) return;
    // Opened in advance and never used: an answer would be taken for that to a request that is on its way.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0)
      return void socket.destroy();
    told.add(socket);
    const answer = (): void => {
      if (!socket.writable) return void socket.destroy();
      socket.write(wholeAnswer(error));
      linger(socket);
    };
    const last = lastAnswers.get(socket);
    if (last === undefined || last.writableFinished) answer();
    // The mistake is in a later request: the answers before it go first.
    else if (last.req.complete) last.once('close', answer);
    // It is in the body of this one. An answer that has begun cannot be taken back, and a client that has left reads none.
    else if (last.headersSent || error.code === 'HPE_INVALID_EOF_STATE') socket.destroy();
    else refuse(last, error);
  };
  server.on('clientError', tell);
  // No tunnels; without this Node cuts the connection.
  server.on('connect', (_request, socket: Socket) => {
    socket.on('error', () => {}).resume();
    tell(new Error('No tunnels are opened.'), socket);
  });
  // Other than `100-continue`, which Node meets.
  server.on(
    'checkExpectation',
    wellFormed((_request, response) => refuse(response, new Error('It is not met.'))),
  );
}

function refuse(response: ServerResponse, error: Error): void {
  response.setHeader('connection', 'close');
  response.setHeader('cache-control', 'no-store');
  sendProblem(response, malformed(error), randomUUID());
}

function wholeAnswer(error: Error): string {
  const problem = problemOf(malformed(error), randomUUID());
  const body = JSON.stringify(problem);
  const lines = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, 'connection: close'];
  for (const [name, value] of Object.entries(problemHeaders(problem))) lines.push(`${name}: ${value}`);
  return `${lines.join('\r\n')}\r\ncache-control: no-store\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function malformed({ code }: NodeJS.ErrnoException): AuthorityError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new AuthorityError(
      'headers_too_large',
      'The request line and the headers are longer than 128 KiB. Send fewer or smaller cookies, or a shorter query.',
    );
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new AuthorityError('request_timeout', 'The request took too long to arrive. Send it again.');
  return new AuthorityError(
    'invalid_request',
    'This is not an HTTP/1.1 request that the authority can read. Check the request line, the headers, and the length of the body (RFC 9112).',
  );
}
