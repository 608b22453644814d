import type { z } from '@hono/zod-openapi';
import type { JsonValue } from '@lostwax/core';
import type { Registry } from 'prom-client';
import type { Actor } from '../domain/access/actor.ts';
import type { Permission } from '../domain/access/permissions.ts';
import type { Idempotency } from '../domain/idempotency.ts';
import type { Principal } from '../domain/sessions/types.ts';
import type { Domain } from '../domain/use-cases.ts';
import type { ErrorCode } from '../errors.ts';

/** The dependencies of the operations. */
export interface Services {
  readonly domain: Domain;
  readonly metrics: Registry;
  /** Public origin of the authority, and so of its own pages. */
  readonly origin: string;
  /** The OpenID Connect provider that the console's sign-in page offers. */
  readonly openid: { readonly name: string } | null;
}

/**
 * Who may call an operation:
 *
 * - `public`: anyone.
 * - `self`: the holder of the key that it acts on.
 * - `session`: the holder of the session.
 * - `any`: an administrator key with any scope for the workspace (without a workspace: any scope).
 * - `key`: an administrator key itself, not a session.
 * - A permission: callers that have it for the workspace of the path or, without one, for all
 *   workspaces.
 * - An object: for each member of the body, the permission required to send it.
 */
export type Access =
  | 'public'
  | 'self'
  | 'session'
  | 'any'
  | 'key'
  | Permission
  | { readonly [member: string]: Permission };

/** A validated request to an operation. */
export interface Call<Params, Query, Body> {
  readonly services: Services;
  readonly requestId: string;
  readonly actor: Actor;
  /** The caller; undefined if access is `public` or `self`. */
  readonly principal: Principal | undefined;
  /** The key that was sent if access is `self`; empty otherwise. */
  readonly token: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Set if the request has an Idempotency-Key and the operation accepts one. */
  readonly repeat: Idempotency | undefined;
  /** Extra response headers: cookies. */
  readonly headers: Headers;
}

export interface BodyRule<Body> {
  readonly schema: z.ZodType<Body>;
  /** Whether the body may be omitted; it is then `{}`. */
  readonly optional?: true;
  /** Maximum size in bytes; 64 KiB by default. */
  readonly mostBytes?: number;
  /** Throws errors with their own code before the schema is checked. */
  readonly before?: (body: JsonValue) => void;
}

/**
 * One operation of the HTTP API: the only source of its route, its checks, and its part of
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
   * Whether a portal session may call it, within its limits: `run` passes `actor` or `actor.view`
   * to the domain.
   */
  readonly portal?: true;
  /** Whether the response sets a session cookie; pages of other sites then may not call it. */
  readonly signsIn?: true;
  readonly query?: z.ZodType<Query>;
  readonly body?: BodyRule<Body>;
  /** Whether it honors `Idempotency-Key`. */
  readonly repeatable?: true;
  readonly success: {
    readonly status: 200 | 201 | 204;
    readonly description: string;
    /** Undefined for 204. */
    readonly schema?: z.ZodType<Answer>;
    /** `application/json` by default; otherwise the string that `run` returns is sent as is. */
    readonly contentType?: string;
    readonly example?: unknown;
  };
  /**
   * Error codes in addition to those implied by its path, access and body ({@link impliedCodes}).
   */
  readonly codes: readonly ErrorCode[];
  run(call: Call<Params, Query, Body>): Promise<Answer>;
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/**
 * Checks the types of one operation against each other, then erases them so that all operations can
 * be handled alike.
 */
export function operation<const Path extends string, Query, Body, Answer>(
  it: Operation<{ readonly [Name in ParamNames<Path>]: string }, Query, Body, Answer> & {
    readonly path: Path;
  },
): Operation {
  return it;
}

/** Returns the error codes that every operation of this shape can return. */
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
