import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { answerHeaders } from './answer-headers.ts';
import { bodyOf } from './body.ts';
import type { OutgoingHeaders } from './request-headers.ts';
import type { Upstream } from './upstream.ts';

/** A client's request, and the head of the upstream's. */
export interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly headers: OutgoingHeaders;
  /** What the upstream is asked for. */
  readonly target: string;
}

/** Called if no answer came, or it broke off. Never called once the client is gone. */
export type Failed = (code: 'upstream_timeout' | 'upstream_unreachable', error: Error) => void;

/**
 * Sends the request to the upstream and its answer back. Both bodies are streamed.
 *
 * An upstream may close an idle connection at the moment it is reused. The request is then sent once more, on
 * a new connection, if none of it had been sent, or if it is idempotent and nothing of an answer has arrived
 * (RFC 9110 §9.2.2, RFC 9112 §9.3.1; nginx and Go's net/http do the same).
 */
export function exchange(
  { request, response, headers, target }: Passing,
  upstream: Upstream,
  failed: Failed,
): void {
  const body = bodyOf(request);
  let current: ClientRequest;
  let over = false;
  const fail = (late: boolean, error: Error): void => {
    if (over || response.destroyed) return;
    over = true;
    failed(late ? 'upstream_timeout' : 'upstream_unreachable', error);
  };
  response.once('close', () => {
    if (!response.writableFinished) current.destroy();
  });

  const attempt = (fresh: boolean): void => {
    const outgoing = upstream.ask(request.method ?? 'GET', target, headers, fresh);
    current = outgoing;
    let sent = false;
    let answer: IncomingMessage | undefined;
    let late = false;
    let bytesBefore = 0;
    const send = (): void => {
      if (outgoing.destroyed) return;
      sent = true;
      body.sendTo(outgoing);
    };
    outgoing.once('socket', (socket) => {
      bytesBefore = socket.bytesRead;
    });
    outgoing.once('timeout', () => {
      late = true;
      outgoing.destroy(new Error('The upstream took too long to answer.'));
    });
    outgoing.once('response', (incoming) => {
      answer = incoming;
      incoming.on('error', () => {});
      incoming.once('close', () => {
        if (!incoming.complete) fail(late, new Error("The upstream's response was cut off."));
      });
      relay(incoming, outgoing);
    });
    // Without a listener Node closes the connection silently.
    outgoing.once('upgrade', (_incoming, socket) => {
      socket.destroy();
      fail(false, new Error('The upstream switched protocols without being asked to.'));
    });
    outgoing.on('error', (error) => {
      // Once an answer has begun, its own end says whether it is complete.
      if (answer !== undefined || outgoing !== current || response.destroyed) return;
      request.unpipe(outgoing);
      const untouched = (outgoing.socket?.bytesRead ?? bytesBefore) === bytesBefore;
      const again = !fresh && outgoing.reusedSocket && untouched && !late && (!sent || body.repeatable);
      if (again) attempt(true);
      else fail(late, error);
    });
    if (fresh || body.repeatable) send();
    else afterPolling(send);
  };

  const relay = (answer: IncomingMessage, outgoing: ClientRequest): void => {
    if (response.headersSent || response.destroyed) return void outgoing.destroy();
    try {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answerHeaders(answer.rawHeaders));
    } catch (error) {
      // Node has stored the reason phrase, which may be the part it rejected.
      response.statusMessage = '';
      fail(false, error as Error);
      outgoing.destroy();
      return;
    }
    answer.pipe(response);
    // The answer is complete before the body has been sent, and the rest is no longer needed.
    answer.once('end', () => {
      if (outgoing.writableFinished) return;
      request.unpipe(outgoing);
      request.resume();
      outgoing.destroy();
      response.once('finish', () => request.socket.destroySoon());
    });
  };

  attempt(body.risky);
}

/** One full round of the event loop: enough to notice that a connection has been closed. */
function afterPolling(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
