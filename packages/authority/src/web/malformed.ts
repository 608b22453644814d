/** Problems for messages that aren't HTTP requests the authority can read. */
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { wellFormed as onlyWellFormed, type Refuse, type RequestFault } from '@lostwax/server';
import { AuthorityError } from '../errors.ts';
import { problemHeaders, problemOf } from './problems.ts';

/** A listener that is called only for well-formed requests. */
export function wellFormed(listener: RequestListener): RequestListener {
  return onlyWellFormed(listener, refuseMalformed);
}

/** The problem that is returned. */
export const refuseMalformed: Refuse = (fault) => {
  const problem = problemOf(malformed(fault), randomUUID());
  const body = JSON.stringify(problem);
  const headers = Object.entries(problemHeaders(problem)).flat();
  headers.push('cache-control', 'no-store', 'content-length', `${Buffer.byteLength(body)}`);
  return { status: problem.status, headers, body };
};

function malformed(fault: RequestFault): AuthorityError {
  if (fault === 'headers_too_large')
    return new AuthorityError(
      'headers_too_large',
      'The request line and the headers are longer than 128 KiB. Send fewer or smaller cookies, or a shorter query.',
    );
  if (fault === 'request_timeout')
    return new AuthorityError('request_timeout', 'The request took too long to arrive. Send it again.');
  return new AuthorityError(
    'invalid_request',
    'This is not an HTTP/1.1 request that the authority can read. Check the request line, the headers, and the length of the body (RFC 9112).',
  );
}
