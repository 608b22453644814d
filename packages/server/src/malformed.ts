import { type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { linger } from './linger.ts';

/** Why a message isn't a request that a server answers. */
export type RequestFault = 'headers_too_large' | 'request_timeout' | 'expectation_failed' | 'request_invalid';

/** An answer that is ready to be sent. */
export interface ReadyAnswer {
  readonly status: number;
  /** Alternating names and values, including `content-length`. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** Returns the response to a malformed message. Called once for each, so it can count them. */
export type Refuse = (fault: RequestFault) => ReadyAnswer;

/** A connection, and the last response begun on it. */
type Connection = Socket & { lastAnswer?: ServerResponse };

const faults: Readonly<Record<string, RequestFault>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/**
 * A listener for a server of {@link answerMalformed}: it is called only for well-formed requests.
 */
export function wellFormed(listener: RequestListener, refuse: Refuse): RequestListener {
  return (request, response) => {
    const socket: Connection = request.socket;
    // Node continues reading after a response that should be the last.
    if (!socket.writable) return;
    socket.lastAnswer = response;
    if (request.headers.host === undefined && request.httpVersion === '1.1')
      sendLast(response, refuse('request_invalid'));
    else listener(request, response);
  };
}

/**
 * Answers what Node can't parse as a request. Node's own response has no body, and closes so that
 * the client may be unable to read it. Tunnels, and expectations other than `100-continue`, are
 * refused too.
 */
export function answerMalformed(server: Server, refuse: Refuse): void {
  const told = new WeakSet<Socket>();
  const tell = (error: NodeJS.ErrnoException, socket: Connection): void => {
    // After an error, Node's parser reports each further piece of discarded input.
    if (told.has(socket)) return;
    // Opened in advance and never used: an answer would be taken for that to a request that is on its way.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0)
      return void socket.destroy();
    told.add(socket);
    const fault = faults[error.code ?? ''] ?? 'request_invalid';
    const answer = (): void => {
      if (!socket.writable) return void socket.destroy();
      socket.write(wholeAnswer(refuse(fault)));
      linger(socket);
    };
    const { lastAnswer } = socket;
    if (lastAnswer === undefined || lastAnswer.writableFinished) answer();
    // The error is in a later request: earlier responses go first.
    else if (lastAnswer.req.complete) lastAnswer.once('close', answer);
    // The error is in the body of this one. A response that has begun can't be taken back, and a
    // client that has disconnected reads none.
    else if (lastAnswer.headersSent || error.code === 'HPE_INVALID_EOF_STATE') socket.destroy();
    else sendLast(lastAnswer, refuse(fault));
  };
  server.on('clientError', tell);
  // Without this Node cuts the connection.
  server.on('connect', (_request, socket: Socket) => {
    socket.on('error', () => {}).resume();
    tell(new Error('CONNECT is not supported.'), socket);
  });
  const unmet: RequestListener = (_request, response) => sendLast(response, refuse('expectation_failed'));
  server.on('checkExpectation', wellFormed(unmet, refuse));
}

/** Sends the last response of its connection. */
function sendLast(response: ServerResponse, { status, headers, body }: ReadyAnswer): void {
  response.writeHead(status, [...headers, 'connection', 'close']).end(body);
}

function wholeAnswer({ status, headers, body }: ReadyAnswer): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'connection: close'];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
