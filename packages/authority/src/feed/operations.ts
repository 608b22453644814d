import { type RouteConfig, z } from '@hono/zod-openapi';
import { SNAPSHOT_TYPE } from '@lostwax/contract';
import type { ErrorCode } from '../errors.ts';
import { parametersOf, problemsOf, readerParameter } from '../web/openapi.ts';
import { examplePosition, position } from '../web/schemas.ts';

const head = z.object({ position, issuer: z.string() }).openapi('FeedHead', {
  example: { position: examplePosition, issuer: 'https://keys.example.com/acme_live' },
});

const snapshotFile = z.string().openapi({
  type: 'string',
  format: 'binary',
  example: 'LWXSNAP2…',
  description: 'Magic, header, entries, checksum: spec/feed.md §3.',
});

const events = z.string().openapi({
  example: `id: ${examplePosition}\nevent: add\ndata: 3q2-7wABAgMEBQYHCAkKCw\n\n`,
  description: 'Server-sent events `add`, `remove` and `other`: spec/feed.md §4.',
});

/** The differences between the two feeds. */
interface Feed {
  readonly path: string;
  readonly name: string;
  readonly said: string;
  readonly access: Pick<RouteConfig, 'security'> & { readonly 'x-lostwax-permission': string };
  readonly codes: readonly ErrorCode[];
}

const isPublic = { 'x-lostwax-permission': 'public', security: [] };
const always: readonly ErrorCode[] = ['workspace_not_found', 'storage_unavailable', 'shutting_down'];
const current: readonly ErrorCode[] = [...always, 'database_behind'];

const feeds: readonly Feed[] = [
  {
    path: '/{workspace}/feed',
    name: 'Feed',
    said: 'the public feed: signed keys by the first half of their pins',
    access: isPublic,
    codes: current,
  },
  {
    path: '/{workspace}/feed/full',
    name: 'FullFeed',
    said: 'the full feed: all keys with their records',
    access: { 'x-lostwax-permission': 'feed:read', security: [{ key: [] }] },
    codes: [...current, 'invalid_request', 'unauthenticated', 'invalid_key', 'insufficient_scope'],
  },
];

function snapshotOf({ path, name, said, access, codes }: Feed): RouteConfig {
  const content = { [SNAPSHOT_TYPE]: { schema: snapshotFile } };
  return {
    operationId: `get${name}Snapshot`,
    method: 'get',
    path: `${path}/snapshot`,
    tags: ['Feed'],
    summary: `Download a snapshot of ${said}`,
    description:
      'An immutable file for one position, which is its ETag. Use `Range` with `If-Range` to resume a download.',
    ...access,
    request: {
      params: z.object(parametersOf(path)),
      headers: z.object({
        range: z
          .string()
          .optional()
          .openapi({ description: 'One range of bytes.', example: 'bytes=1048576-' }),
        'if-range': z
          .string()
          .optional()
          .openapi({ description: 'The ETag of the part.', example: `"${examplePosition}"` }),
      }),
    },
    responses: {
      200: { description: 'The whole file.', content },
      206: { description: 'The range.', content },
      ...problemsOf([...codes, 'range_not_satisfiable']),
    },
  };
}

function changesOf({ path, name, said, access, codes }: Feed): RouteConfig {
  return {
    operationId: `get${name}`,
    method: 'get',
    path,
    tags: ['Feed'],
    summary: `Stream changes of ${said}`,
    description:
      'The stream doesn’t end. Send `since` or `Last-Event-ID`; the first event is the change after that position.',
    ...access,
    request: {
      params: z.object(parametersOf(path)),
      query: z.object({ since: position.optional() }),
      headers: z.object({
        'last-event-id': position.optional().openapi({ description: 'Takes precedence over `since`.' }),
      }),
    },
    responses: {
      200: {
        description: 'Events, and a comment every 5 seconds.',
        content: { 'text/event-stream': { schema: events } },
      },
      ...problemsOf([...codes, 'invalid_request', 'position_gone', 'position_ahead', 'too_many_streams']),
    },
  };
}

const headRoute: RouteConfig = {
  operationId: 'getFeedHead',
  method: 'get',
  path: '/{workspace}/feed/head',
  tags: ['Feed'],
  summary: 'Get the current position',
  description:
    'Read from the store on every request and never cached. Verifiers use it to measure freshness.',
  ...isPublic,
  request: {
    params: z.object(parametersOf('/{workspace}/feed/head')),
    query: z.object({
      reader: readerParameter,
      applied: position
        .optional()
        .openapi({ description: 'The position applied by the gate given as `reader`.' }),
    }),
  },
  responses: {
    200: { description: 'The position.', content: { 'application/json': { schema: head } } },
    ...problemsOf(always),
  },
};

/** The operations that src/feed serves, for spec/http-api.yaml. */
export const feedRoutes: readonly RouteConfig[] = [
  ...feeds.flatMap((feed) => [snapshotOf(feed), changesOf(feed)]),
  headRoute,
];
