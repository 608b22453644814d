import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import { feedRoutes } from '../feed/operations.ts';
import { publishedRoutes } from '../publish/operations.ts';
import { parametersOf, problemsOf } from '../web/openapi.ts';
import { visibleText } from '../web/schemas.ts';
import { impliedCodes, type Operation } from './operation.ts';
import { operations } from './routes/all.ts';
import { personLogin } from './schemas/people.ts';

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/**
 * Returns the OpenAPI 3.1 document in spec/http-api.yaml, generated from the schemas that the
 * server validates with.
 */
export function openApiDocument(): OpenApiDocument {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An administrator key: a Lostwax key in the workspace `lostwax`.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'header',
    name: 'x-lostwax-session',
    description:
      'ID of a session whose secret is in the cookie `__Host-lostwax-<id>`. Only for the authority’s own pages: `Origin` and `Sec-Fetch-Site` are checked.',
  });
  registry.registerComponent('securitySchemes', 'embedded', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of an embedded portal session: `lwx_session_…`.',
  });
  for (const operation of operations) registry.registerPath(routeOf(operation));
  for (const route of [...publishedRoutes, ...feedRoutes]) registry.registerPath(route);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Lostwax authority',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description: introduction,
    },
    servers: [
      {
        url: 'http://localhost:7420',
        description: 'An authority started with `npm start` or `lostwax serve`.',
      },
    ],
  });
}

const introduction = `Creates, rotates, revokes and publishes keys. Generated from the schemas of packages/authority by \`npm run spec\`; do not edit.

- Bodies are JSON in UTF-8, at most 64 KiB (4 MiB if they contain a list of up to 1,000 items); unknown members are rejected.
- Times are RFC 3339. Requests can use any offset; responses use UTC.
- Errors are RFC 9457 problems with a closed \`code\`; spec/errors.md lists all codes. \`x-lostwax-codes\` lists those of an operation.
- \`x-lostwax-permission\` is what the key needs: a scope, for all workspaces or this one (\`keys:read\`, \`keys:read@acme_live\`); \`any\` scope for the
  workspace; \`self\`, the key that the operation acts on; \`key\`, an administrator key rather than a
  session; \`session\`, the session that the operation acts on; \`public\`, no key. An object lists it for
  each member of the body.
- \`x-lostwax-portal\` marks what a portal session can call. The session is always limited to its own customer: another customer's key returns 404.
  It can call nothing else.
- In the workspace \`lostwax\`, which contains the administrator keys, only \`admin\` for all workspaces counts.
- Every response of /v1 has \`Cache-Control: no-store\` and an \`x-request-id\`, which is also in the authority's log.`;

function routeOf(operation: Operation): RouteConfig {
  const { id, method, path, tag, summary, description, access, query, body } = operation;
  const route: RouteConfig = {
    operationId: id,
    method,
    path,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    'x-lostwax-permission': access,
    ...(operation.portal && { 'x-lostwax-portal': true }),
    security: securityOf(operation),
    request: {
      params: z.object(parametersOf(path, { person: personLogin })),
      // RouteConfig requires an object schema; under its refinements, this is a strict one.
      ...(query && { query: query as z.ZodObject }),
      ...(operation.repeatable && { headers: z.object({ 'idempotency-key': idempotencyKey }) }),
      ...(body && {
        body: { required: !body.optional, content: { 'application/json': { schema: body.schema } } },
      }),
    },
    responses: { ...successOf(operation), ...problemsOf([...impliedCodes(operation), ...operation.codes]) },
  };
  return route;
}

/** A key or a session: a person's in a cookie, or the token of an embedded one. */
function securityOf({ access, portal }: Operation): NonNullable<RouteConfig['security']> {
  if (access === 'public') return [];
  const key = access === 'session' ? [] : [{ key: [] }];
  const session = access === 'self' || access === 'key' ? [] : [{ session: [] }];
  return [...key, ...session, ...(portal ? [{ embedded: [] }] : [])];
}

const idempotencyKey = z.string().regex(visibleText).optional().openapi({
  description:
    'Makes the request safe to retry. A retry with the same body returns 409 `idempotency_replayed` with the IDs of the keys it created. The token can’t be shown again.',
  example: '5f0c6f2e-0001',
});

function successOf({ success }: Operation): RouteConfig['responses'] {
  const { status, description, schema, contentType = 'application/json', example } = success;
  return {
    [status]: {
      description,
      ...(schema && { content: { [contentType]: { schema, ...(example !== undefined && { example }) } } }),
    },
  };
}
