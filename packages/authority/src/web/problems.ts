import type { ServerResponse } from 'node:http';
import type { z } from '@hono/zod-openapi';
import { AuthorityError, type ErrorCode, type ErrorExtra, errorTable } from '../errors.ts';
import type { problem } from './problem-schema.ts';
import { redact } from './redact.ts';

/** A problem of RFC 9457 as it is sent. */
export type Problem = z.infer<typeof problem>;

/** Written into every `WWW-Authenticate` of the authority. */
const REALM = 'lostwax';

/**
 * The only place where an error becomes a problem. Foreign errors lose their detail and keep the
 * request ID.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof AuthorityError;
  const code: ErrorCode = known ? error.code : 'internal_error';
  const { title, status } = errorTable[code];
  const { pointer, keyIds, scope }: ErrorExtra = known ? error.extra : {};
  return {
    type: `urn:lostwax:problem:${code}`,
    title,
    status,
    code,
    ...(known && { detail: redact(error.message) }),
    requestId,
    ...(pointer !== undefined && { pointer: redact(pointer) }),
    ...(keyIds !== undefined && { keyIds: [...keyIds] }),
    ...(scope !== undefined && { scope }),
  };
}

/**
 * Returns the headers that a problem requires: RFC 6750 §3 for 401 and 403, RFC 9110 §10.2.3 for
 * what can be retried.
 */
export function problemHeaders({ code, status, scope }: Problem): Record<string, string> {
  return {
    'content-type': 'application/problem+json',
    ...challenge(code, scope),
    ...(status === 503 && { 'retry-after': '1' }),
  };
}

function challenge(code: ErrorCode, scope: string | undefined): Record<string, string> {
  const realm = `Bearer realm="${REALM}"`;
  switch (code) {
    case 'unauthenticated':
      // No `error` when no key was sent (RFC 6750 §3.1).
      return { 'www-authenticate': realm };
    case 'invalid_key':
    case 'session_ended':
      return { 'www-authenticate': `${realm}, error="invalid_token"` };
    case 'insufficient_scope':
      return {
        'www-authenticate': `${realm}, error="insufficient_scope"${scope === undefined ? '' : `, scope="${scope}"`}`,
      };
    default:
      return {};
  }
}

/** Answers with a problem outside of any route. */
export function sendProblem(response: ServerResponse, error: unknown, requestId: string): void {
  const problem = problemOf(error, requestId);
  const text = JSON.stringify(problem);
  response
    .writeHead(problem.status, { ...problemHeaders(problem), 'content-length': Buffer.byteLength(text) })
    .end(text);
}

/**
 * Converts the first issue that a schema found into an error that names the member and what is
 * allowed.
 */
export function invalid(error: z.ZodError, where: 'body' | 'query'): AuthorityError {
  const [issue] = error.issues;
  const path = [...(issue?.path ?? [])];
  if (issue?.code === 'unrecognized_keys') path.push(issue.keys[0] ?? '');
  const what =
    where === 'query'
      ? `The query parameter "${shown(path)}"`
      : path.length > 0
        ? `"${shown(path)}"`
        : 'The body';
  const said = asPredicate(lowerFirst(issue?.message ?? 'is not valid'));
  const message = `${what} ${said}${/[.!]$/.test(said) ? '' : '.'}`;
  return new AuthorityError('invalid_request', message, where === 'body' ? { pointer: pointerOf(path) } : {});
}

const bounds: Readonly<Record<string, string>> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
};

/** The library's own messages don't fit into a sentence that begins with a member's name. */
function asPredicate(said: string): string {
  return said
    .replace(/^invalid (input|option): expected/, 'is not valid: expected')
    .replace(
      /^too (?:small|big): expected \w+ to (be|have) ([<>]=?)/,
      (_, verb, sign) => `must ${verb} ${bounds[sign]} `,
    );
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${clip(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const shown = (path: readonly PropertyKey[]): string => path.map((part) => clip(String(part))).join('.');

// A member's name comes from the caller, who may have pasted a whole file in its place. Whole
// characters only.
const clip = (name: string): string => {
  const plain = name.toWellFormed().replace(/\p{Cc}/gu, '\u{FFFD}');
  return plain.length > 64 ? `${[...plain].slice(0, 63).join('')}…` : plain;
};

const lowerFirst = (said: string): string => said.charAt(0).toLowerCase() + said.slice(1);
