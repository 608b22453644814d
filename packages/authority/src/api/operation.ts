import type { z } from '@hono/zod-openapi';
import type { JsonValue } from '@lostwax/core';
import type { Registry } from 'prom-client';
import type { Actor } from '../domain/access/actor.ts';
import type { Permission } from '../domain/access/permissions.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Principal } from '../domain/sessions/types.ts';
import type { Domain } from '../domain/use-cases.ts';
import type { ErrorCode } from '../errors.ts';

/** What the operations work on. */
export interface Services {
  readonly domain: Domain;
  readonly metrics: Registry;
  /** Where the authority is reached, and so where its own pages are. */
  readonly origin: string;
  /** The provider of OpenID Connect that the console's sign-in page offers. */
  readonly openid: { readonly name: string } | null;
}

/**
 * Who may call an operation: `public`: anybody. `self`: the holder of the key that it acts on.
 * `session`: whose session it is. `any`: an administrator's
 * key with any scope for the workspace (without a workspace: with any scope at all). `key`: an
 * administrator's key itself, and no session. A permission: that one, for the workspace of the path
 * or, without one, for all workspaces. An object: for each member of the body the permission to
 * send it.
 */
export type Access =
  | 'public'
  | 'self'
  | 'session'
  | 'any'
  | 'key'
  | Permission
  | { readonly [member: string]: Permission };

/** One request to an operation, all of it checked. */
export interface Call<Params, Query, Body> {
  readonly services: Services;
  readonly requestId: string;
  readonly actor: Actor;
  /** Who acts; undefined where access is `public` or `self`. */
  readonly principal: Principal | undefined;
  /** The key that was sent, where access is `self`; empty otherwise. */
  readonly token: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Set when an Idempotency-Key was sent to an operation that takes one. */
  readonly repeat: Idempotency | undefined;
  /** Extra response headers: cookies. */
  readonly headers: Headers;
}

export interface BodyRule<Body> {
  readonly schema: z.ZodType<Body>;
  /** Whether it may be left out, and is `{}` then. */
  readonly optional?: true;
  /** Most bytes; 64 KiB unless given. */
  readonly mostBytes?: number;
  /** Throws errors that have their own code, before the schema is checked. */
  readonly before?: (body: JsonValue) => void;
}

/**
 * One operation of the HTTP API: the one source of its route, its checks, and its part of
 * spec/http-api.yaml.
 */
export interface Operation<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As in OpenAPI: `/v1/workspaces/{workspace}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /**
   * Whether a portal session may call it, within its bounds: `run` hands `actor` or `actor.view` to
   * the domain.
   */
  readonly portal?: true;
  /** Whether it answers with a session's cookie, so that no page of another site may call it. */
  readonly signsIn?: true;
  readonly query?: z.ZodType<Query>;
  readonly body?: BodyRule<Body>;
  /** Whether it honors `Idempotency-Key`. */
  readonly repeatable?: true;
  readonly success: {
    readonly status: 200 | 201 | 204;
    readonly description: string;
    /** None for 204. */
    readonly schema?: z.ZodType<Answer>;
    /** `application/json` unless given; anything else is sent as the text that `run` returns. */
    readonly contentType?: string;
    readonly example?: unknown;
  };
  /** Its codes beyond those that its path, access and body imply ({@link impliedCodes}). */
  readonly codes: readonly ErrorCode[];
  run(call: Call<Params, Query, Body>): Promise<Answer>;
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** Ties the types of one operation together and forgets them: the rest treats all alike. */
export function operation<const Path extends string, Query, Body, Answer>(
  it: Operation<{ readonly [Name in ParamNames<Path>]: string }, Query, Body, Answer> & {
    readonly path: Path;
  },
): Operation {
  return it;
}

/** Codes that follow from what an operation is. */
export function impliedCodes(operation: Operation): readonly ErrorCode[] {
  const { path, access, method, repeatable, portal, signsIn } = operation;
  return [
    'invalid_request',
    ...(access === 'public' ? [] : (['invalid_key', 'unauthenticated'] as const)),
    ...(['public', 'self', 'session'].includes(String(access)) ? [] : (['insufficient_scope'] as const)),
    ...(access === 'public' || access === 'self' ? [] : (['session_ended', 'cross_site_request'] as const)),
    ...(signsIn ? (['cross_site_request'] as const) : []),
    ...(portal && access !== 'session' ? (['customer_not_allowed'] as const) : []),
    ...(method !== 'get' ? (['body_too_large', 'invalid_json', 'unsupported_media_type'] as const) : []),
    ...(path.includes('{workspace}') ? (['workspace_not_found'] as const) : []),
    ...(path.includes('{keyId}') ? (['key_not_found'] as const) : []),
    ...(path.includes('{person}') ? (['person_not_found'] as const) : []),
    ...(path.includes('{customer}') ? (['customer_not_found'] as const) : []),
    ...(repeatable ? (['idempotency_replayed', 'idempotency_mismatch'] as const) : []),
    'internal_error',
    'shutting_down',
    'storage_unavailable',
  ];
}
