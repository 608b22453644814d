import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { answerHeaders } from './answer-headers.ts';
import { bodyOf } from './body.ts';
import type { OutgoingHeaders } from './request-headers.ts';
import type { Upstream } from './upstream.ts';

/** A client's request, and how the upstream's begins. */
export interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly headers: OutgoingHeaders;
}

/** Told when no answer came, or one that broke off. Never once the client is gone. */
export type Failed = (code: 'upstream_timeout' | 'upstream_unreachable', error: Error) => void;

/**
 * Sends the request to the upstream and its answer back; both bodies are streamed.
 *
 * An upstream may close an idle connection at the moment when it is used again. Then the request is sent once more, on a new connection: if
 * nothing of it had been sent, or if it may be done twice and nothing of an answer has come (RFC 9110 §9.2.2, RFC 9112 §9.3.1; as nginx and Go's
 * net/http do).
 */
export function exchange({ request, response, headers }: Passing, upstream: Upstream, failed: Failed): void {
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
    const outgoing = upstream.ask(request.method ?? 'GET', request.url ?? '/', headers, fresh);
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
    // Without a listener Node closes the connection and tells nobody.
    outgoing.once('upgrade', (_incoming, socket) => {
      socket.destroy();
      fail(false, new Error('The upstream switched protocols without being asked to.'));
    });
    outgoing.on('error', (error) => {
      // Once an answer has begun, its own end says whether it is whole.
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
      // Node has kept the reason phrase, which may be what it refused.
      response.statusMessage = '';
      fail(false, error as Error);
      outgoing.destroy();
      return;
    }
    answer.pipe(response);
    // An answer that is over before the body has been sent: nobody waits for the rest.
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

/** Long enough for the event loop to see that a connection has been closed: one whole round of it. */
function afterPolling(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
