import type { ClientRequest, IncomingMessage } from 'node:http';

/** Idempotent methods (RFC 9110 §9.2.2), which a proxy may send again. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
/** Methods for which an upstream may expect no body, and then read it as the next request. */
const bodiless = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE']);
/** A body up to this size is kept until the answer begins, so that it can be sent again. */
const MOST_KEPT_BYTES = 65_536;

/** A client's body on its way to the upstream. */
export interface Body {
  /** Whether the request may be sent again even if the upstream may have received all of it. */
  readonly repeatable: boolean;
  /** Whether the upstream could read the body as another request. The connection must not be reused then. */
  readonly risky: boolean;
  /** Sends the body from its beginning. */
  sendTo(outgoing: ClientRequest): void;
}

export function bodyOf(request: IncomingMessage): Body {
  const { method = '', headers } = request;
  const inParts = headers['transfer-encoding'] !== undefined;
  const bytes = Number(headers['content-length'] ?? 0);
  if (!inParts && bytes === 0)
    return { repeatable: idempotent.has(method), risky: false, sendTo: (outgoing) => outgoing.end() };
  const repeatable = idempotent.has(method) && !inParts && bytes <= MOST_KEPT_BYTES;
  const kept: Buffer[] = [];
  let begun = false;
  return {
    repeatable,
    risky: inParts || bodiless.has(method),
    sendTo(outgoing) {
      for (const chunk of kept) outgoing.write(chunk);
      if (repeatable && !begun) request.on('data', (chunk: Buffer) => kept.push(chunk));
      begun = true;
      if (request.readableEnded) outgoing.end();
      else request.pipe(outgoing);
    },
  };
}
