import { type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { linger } from './linger.ts';

/** Why something is not a request that a server answers. */
export type RequestFault = 'headers_too_large' | 'request_timeout' | 'expectation_failed' | 'request_invalid';

/** An answer that is ready to be sent. */
export interface ReadyAnswer {
  readonly status: number;
  /** Names and values in turn, `content-length` among them. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** The answer to what is not a request. Called once for each, so it can count them. */
export type Refuse = (fault: RequestFault) => ReadyAnswer;

/** A connection, and the last answer that was begun on it. */
type Connection = Socket & { lastAnswer?: ServerResponse };

const faults: Readonly<Record<string, RequestFault>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** A listener for a server of {@link answerMalformed}: it is asked only for what is a whole request. */
export function wellFormed(listener: RequestListener, refuse: Refuse): RequestListener {
  return (request, response) => {
    const socket: Connection = request.socket;
    // Node goes on reading after an answer that was to be the last.
    if (!socket.writable) return;
    socket.lastAnswer = response;
    if (request.headers.host === undefined && request.httpVersion === '1.1')
      sendLast(response, refuse('request_invalid'));
    else listener(request, response);
  };
}

/**
 * Answers what Node cannot read as a request. Node's own answer has no body, and closes so that the client may not be able to read it.
 * Tunnels, and expectations other than `100-continue`, are refused too.
 */
export function answerMalformed(server: Server, refuse: Refuse): void {
  const told = new WeakSet<Socket>();
  const tell = (error: NodeJS.ErrnoException, socket: Connection): void => {
    // After a mistake Node's parser reports each further piece of what is thrown away.
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
    // The mistake is in a later request: the answers before it go first.
    else if (lastAnswer.req.complete) lastAnswer.once('close', answer);
    // It is in the body of this one. An answer that has begun cannot be taken back, and a client that has left reads none.
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

/** Sends an answer as the last of its connection. */
function sendLast(response: ServerResponse, { status, headers, body }: ReadyAnswer): void {
  response.writeHead(status, [...headers, 'connection', 'close']).end(body);
}

function wholeAnswer({ status, headers, body }: ReadyAnswer): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'connection: close'];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
