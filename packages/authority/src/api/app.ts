import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Actor } from '../domain/access/actor.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Principal } from '../domain/sessions/types.ts';
import { AuthorityError } from '../errors.ts';
import { clientAddress } from '../web/address.ts';
import { bearerOf } from '../web/bearer.ts';
import { BODY_BYTES, type Body, readBody } from '../web/body.ts';
import { invalid, problemHeaders, problemOf } from '../web/problems.ts';
import { readQuery } from '../web/query.ts';
import { assertNotCrossSite } from '../web/same-origin.ts';
import { strict, visibleText } from '../web/schemas.ts';
import { type Tracer, traceOf } from '../web/trace.ts';
import { assertAllowed, assertForPortal, assertMembersAllowed } from './access.ts';
import { namedSession, principalOf } from './caller.ts';
import { isShared, preflightHeaders, shareAnswer } from './cors.ts';
import type { Access, BodyRule, Operation, Services } from './operation.ts';
import { assertParameters } from './parameters.ts';

type Environment = { Bindings: HttpBindings };

const noQuery = strict({});

/**
 * Builds the HTTP API as a Hono app: one route per operation, and problem responses for everything
 * else.
 */
export function createApp(
  operations: readonly Operation[],
  services: Services,
  tracer: Tracer,
  trusted: BlockList,
): Hono<Environment> {
  const app = new Hono<Environment>();
  for (const operation of operations) {
    app.on(operation.method.toUpperCase(), routePath(operation.path), (context) =>
      answer(context, operation, services, trusted).catch(rethrow),
    );
  }
  for (const [path, methods] of Map.groupBy(operations, ({ path }) => path)) {
    const allow = methods.flatMap(({ method }) =>
      method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
    );
    const shared = methods.filter(isShared);
    if (shared.length > 0) {
      app.options(routePath(path), async (context, next) => {
        const { incoming, outgoing } = context.env;
        traceOf(incoming).route = path;
        const slug = context.req.param('workspace') ?? null;
        const granted = await shareAnswer(incoming, outgoing, slug, services);
        // Other origins get the same answer as any other path, which browsers treat as a refusal.
        return granted ? context.body(null, 204, preflightHeaders(shared)) : next();
      });
    }
    app.all(routePath(path), (context) => {
      traceOf(context.env.incoming).route = path;
      context.header('allow', allow.join(', '));
      throw new AuthorityError(
        'method_not_allowed',
        `This path accepts only ${allow.join(', ')}. Use one of these methods.`,
      );
    });
  }
  app.notFound(({ req }) => {
    throw new AuthorityError(
      'not_found',
      req.path.endsWith('/') && isPath(operations, req.path.slice(0, -1))
        ? 'The path ends with a slash, but no path of this API does. Remove the slash.'
        : 'Nothing is at this path. spec/http-api.yaml lists all paths.',
    );
  });
  app.onError((error, context) => {
    const trace = traceOf(context.env.incoming);
    const problem = problemOf(error, trace.requestId);
    if (problem.status >= 500) tracer.failed(trace, error);
    return context.body(
      JSON.stringify(problem),
      problem.status as ContentfulStatusCode,
      problemHeaders(problem),
    );
  });
  return app;
}

/** Reports whether an operation has this path, or key sets and feeds are served below it. */
function isPath(operations: readonly Operation[], path: string): boolean {
  if (/^\/(?:[^/]+\/)?(?:\.well-known|feed)(?:\/|$)/.test(path)) return true;
  return operations.some((it) => new RegExp(`^${it.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
}

/** Hono passes only an `Error` to `onError`. */
function rethrow(error: unknown): never {
  throw error instanceof Error
    ? error
    : new Error('A value that is not an error was thrown.', { cause: error });
}

async function answer(
  context: Context<Environment>,
  operation: Operation,
  services: Services,
  trusted: BlockList,
): Promise<Response> {
  const { incoming, outgoing } = context.env;
  const trace = traceOf(incoming);
  trace.route = operation.path;
  const params = context.req.param();
  const slug = params['workspace'] ?? null;
  const { access, success } = operation;

  if (isShared(operation)) await shareAnswer(incoming, outgoing, slug, services);
  if (operation.signsIn) assertNotCrossSite(incoming, services.origin);
  const { principal, token } = await callerOf(incoming, access, services);
  if (principal) {
    trace.actor = principal.id;
    assertAllowed(principal, access, slug);
    assertForPortal(principal, operation);
  }
  assertParameters(params);
  const query =
    access === 'public' ? {} : readQuery(new URL(context.req.url).search, operation.query ?? noQuery);
  const { body, bytes } = await bodyOf(incoming, operation, principal, slug);

  const headers = new Headers();
  const result = await operation.run({
    services,
    requestId: trace.requestId,
    actor: actorOf(principal, clientAddress(incoming, trusted)),
    principal,
    token,
    params,
    query,
    body,
    repeat: operation.repeatable && repeatOf(incoming, bytes),
    headers,
  });
  for (const [name, value] of headers) context.header(name, value, { append: true });
  if (success.status === 204) return context.body(null, 204);
  const { contentType } = success;
  const text = contentType === undefined ? JSON.stringify(result) : String(result);
  return context.body(text, success.status, { 'content-type': contentType ?? 'application/json' });
}

async function callerOf(
  incoming: IncomingMessage,
  access: Access,
  services: Services,
): Promise<{ readonly principal?: Principal; readonly token: string }> {
  if (access === 'public') return { token: '' };
  if (access !== 'self') return { principal: await principalOf(incoming, services), token: '' };
  namedSession(incoming);
  return { token: bearerOf(incoming) };
}

function actorOf(principal: Principal | undefined, address: string | null): Actor {
  if (principal === undefined) return { id: 'self', address, view: 'all' };
  const { id, via, person, view, openedBy, scopes } = principal;
  return { id, address, via, person, view, openedBy, scopes };
}

async function bodyOf(
  incoming: IncomingMessage,
  { method, access, body: rule }: Operation,
  principal: Principal | undefined,
  slug: string | null,
): Promise<{ readonly body: unknown; readonly bytes: Uint8Array }> {
  // The body of a GET has no meaning (RFC 9110 §9.3.1); node:http discards it.
  if (method === 'get') return { body: undefined, bytes: new Uint8Array() };
  const { bytes, value } = await readBody(incoming, rule?.mostBytes ?? BODY_BYTES);
  if (rule === undefined) return { body: assertNothing(value), bytes };
  const body = parseBody(rule, value);
  if (principal && value !== undefined) assertMembersAllowed(principal, access, slug, value);
  return { body, bytes };
}

function parseBody(rule: BodyRule<unknown>, value: Body['value']): unknown {
  if (value === undefined && !rule.optional) {
    throw new AuthorityError('invalid_request', 'The body is missing. Send a JSON object.', { pointer: '' });
  }
  const given = value ?? {};
  rule.before?.(given);
  const result = rule.schema.safeParse(value === undefined ? {} : value);
  if (!result.success) throw invalid(result.error, 'body');
  return result.data;
}

function assertNothing(value: Body['value']): undefined {
  const empty =
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
  if (value === undefined || empty) return undefined;
  throw new AuthorityError('invalid_request', 'This operation takes no body. Omit it, or send {}.', {
    pointer: '',
  });
}

function repeatOf({ headers }: IncomingMessage, bytes: Uint8Array): Idempotency | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !visibleText.test(key)) {
    throw new AuthorityError(
      'invalid_request',
      'The Idempotency-Key header must be 1 to 255 visible ASCII characters, sent once.',
    );
  }
  return { key, bodyHash: createHash('sha256').update(bytes).digest() };
}

/** Returns `/v1/{workspace}` in Hono's syntax. */
const routePath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
