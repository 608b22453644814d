/*
 * The rooms of each package, as tools/checks/rooms.ts enforces them: what a folder of `src/` may import. What is not listed is refused.
 */

export interface Room {
  /** Rooms of the same package that it may import. */
  readonly rooms: readonly string[];
  /** Packages of others, and modules of Node with their `node:`, that it may import. */
  readonly packages: readonly string[];
  /** Files right below `src/` that it may import besides the house's `base`. */
  readonly files: readonly string[];
}

export interface House {
  /** Files right below `src/` that every room may import, all where it is left out; no room imports the others, which put the rooms together. */
  readonly base?: readonly string[];
  /** By folder below `src/`; of two that match, the longer one counts. */
  readonly rooms: Readonly<Record<string, Room>>;
  /** What the files right below `src/` may import besides each other; everything where it is left out. */
  readonly top?: Room;
}

const room = (
  rooms: readonly string[],
  packages: readonly string[] = [],
  files: readonly string[] = [],
): Room => ({ rooms, packages, files });

/** Modules of Node that compute or wait, and reach nothing outside of the process. */
const computing = ['node:crypto', 'node:timers/promises', 'node:util'];
const disk = ['node:fs', 'node:path'];
const pageRoom = (rooms: readonly string[], packages: readonly string[] = []): Room =>
  room(rooms, ['@tanstack/react-query', 'react', 'wouter', ...packages]);

/** By folder of `packages/`. Those without rooms have no folders at all. */
export const houses: Readonly<Record<string, House>> = {
  core: { rooms: {} },
  contract: { rooms: {} },
  client: { rooms: {} },
  server: {
    rooms: {
      tracing: room(
        [],
        ['node:async_hooks', 'node:fs', 'node:http', 'node:https', 'node:zlib', ...computing],
      ),
    },
  },
  gateways: {
    rooms: {
      agentgateway: room(['by-gate', 'envoy']),
      aws: room(['clouds', 'envoy'], ['node:net']),
      'by-gate': room([]),
      'by-pins': room(['envoy']),
      clouds: room(['by-gate', 'envoy']),
      envoy: room([], ['node:net']),
      'envoy-gateway': room(['envoy']),
      espv2: room(['envoy']),
    },
    base: [
      'address.ts',
      'gate-command.ts',
      'gateway.ts',
      'haproxy-defaults.ts',
      'issuer.ts',
      'key-set-size.ts',
      'kubernetes.ts',
      'option.ts',
    ],
  },
  cli: {
    rooms: {
      audit: room([], ['node:crypto']),
      'doctor/config': room([], ['node:fs', 'yaml']),
      'doctor/live': room(
        [],
        ['node:child_process', 'node:crypto', 'node:http', 'node:https', 'node:timers/promises', 'node:util'],
      ),
      import: room([], ['node:events', 'node:fs', 'node:fs/promises', 'yaml']),
      publish: room(
        [],
        [
          'aws4fetch',
          'node:crypto',
          'node:fs',
          'node:fs/promises',
          'node:os',
          'node:path',
          'node:stream',
          'node:stream/promises',
          'node:timers/promises',
          'pino',
        ],
      ),
      commands: room(
        ['audit', 'doctor/config', 'doctor/live', 'import', 'publish'],
        [
          'commander',
          'node:crypto',
          'node:events',
          'node:fs',
          'node:path',
          'node:stream/promises',
          'node:timers/promises',
          'node:url',
          'pino',
        ],
      ),
    },
  },
  authority: {
    base: ['errors.ts', 'module-beside.ts', 'paced.ts', 'start-error.ts'],
    rooms: {
      store: room(['store/queries'], ['node:timers/promises', ...disk]),
      'store/queries': room(['store'], computing),
      'store/sql': room(['store', 'store/queries'], ['kysely']),
      'store/sqlite': room(
        ['store', 'store/queries', 'store/sql'],
        ['kysely', 'node:sqlite', 'node:worker_threads', ...computing, ...disk],
      ),
      'store/postgres': room(
        ['store', 'store/queries', 'store/sql'],
        ['kysely', 'node:net', 'pg', ...computing],
      ),
      'store/move': room(['store', 'store/postgres', 'store/sqlite'], ['node:fs', 'node:sqlite', 'pg']),
      minting: room([], ['node:crypto', 'node:worker_threads']),
      domain: room(['store', 'store/queries', 'minting'], computing),
      web: room(
        [],
        ['@hono/zod-openapi', 'node:crypto', 'node:http', 'node:https', 'node:net', 'pino', 'prom-client'],
      ),
      publish: room(
        ['web', 'domain', 'store', 'store/queries'],
        ['@hono/zod-openapi', 'node:http', 'node:stream', 'node:stream/promises', 'node:zlib', ...computing],
      ),
      feed: room(
        ['publish', 'web', 'domain', 'store', 'store/queries'],
        ['@hono/zod-openapi', 'node:fs/promises', 'node:http', 'node:stream/promises', ...computing, ...disk],
      ),
      integrity: room(
        ['domain', 'store', 'store/queries', 'store/postgres', 'store/sqlite'],
        ['node:child_process', 'node:events', 'node:fs', 'node:os', 'node:worker_threads', 'pino'],
      ),
      recovery: room(
        ['domain', 'store', 'store/postgres', 'store/queries', 'store/sqlite'],
        ['node:stream/promises', 'node:crypto', ...disk],
        ['admin-key-file.ts', 'explain-database.ts', 'explain-store.ts'],
      ),
      openid: room(['web', 'domain'], ['node:http', 'node:net', 'openid-client']),
      oauth: room(['web', 'domain'], ['node:crypto', 'node:http', 'node:net', 'node:tls', 'oidc-provider']),
      pages: room(['publish', 'web', 'domain'], ['node:crypto', 'node:http', ...disk]),
      api: room(
        ['web', 'domain', 'publish', 'feed', 'integrity'],
        [
          ...['@hono/node-server', '@hono/zod-openapi', 'hono', 'node:crypto', 'node:http', 'node:net'],
          ...['pino', 'prom-client'],
        ],
      ),
    },
  },
  verifier: {
    base: ['errors.ts'],
    rooms: {
      pins: room([], ['node:worker_threads']),
      methods: room([], [], ['key.ts']),
      'access-tokens': room(
        ['follower', 'methods', 'pins'],
        ['node:crypto'],
        ['freshness.ts', 'key.ts', 'refusals.ts'],
      ),
      // Both know the form of what is kept on disk: the one writes what the other has followed.
      cache: room(
        ['follower', 'pins'],
        ['node:crypto', 'node:fs/promises', 'node:timers/promises', 'node:zlib', ...disk],
        ['pin-table.ts'],
      ),
      follower: room(
        ['cache', 'pins'],
        ['node:crypto', 'node:http', 'node:https', 'node:timers/promises'],
        ['freshness.ts', 'pin-table.ts', 'uptime-clock.ts'],
      ),
      fallback: room(
        [],
        ['node:crypto'],
        ['answer.ts', 'checker.ts', 'credential.ts', 'key.ts', 'refusals.ts', 'verifier.ts'],
      ),
      // A framework's shape around the public requirement: nothing here decides about a key.
      adapters: room([], ['node:http'], ['key.ts', 'require.ts', 'verifier.ts']),
    },
    top: room(
      ['access-tokens', 'cache', 'fallback', 'follower', 'methods', 'pins'],
      ['node:crypto', 'node:os', 'node:worker_threads'],
    ),
  },
  gate: {
    base: ['errors.ts', 'log.ts', 'phase.ts', 'problems.ts'],
    rooms: {
      door: room([], ['node:crypto', 'node:http', 'node:net', 'node:tls']),
      settings: room(['door'], ['node:crypto', 'node:fs', 'node:tls', 'node:util']),
      usage: room(['settings']),
      evidence: room(['door'], ['node:fs/promises', 'node:http', 'node:os', 'node:stream/promises', ...disk]),
      'ext-authz': room(['door'], ['@grpc/grpc-js', '@grpc/proto-loader', 'node:net', 'node:path']),
      proxy: room(['door', 'settings'], ['node:http', 'node:https', 'node:net', 'node:tls']),
      server: room(['door'], ['node:events', 'node:http', 'node:https', 'node:net', 'node:timers/promises']),
      threads: room(
        ['door', 'ext-authz', 'proxy', 'server', 'settings', 'usage'],
        ['node:path', 'node:timers/promises', 'node:worker_threads'],
      ),
    },
    top: room(['door', 'evidence', 'server', 'settings', 'threads', 'usage'], ['node:net', 'prom-client']),
  },
  pins: {
    base: ['closing.ts', 'errors.ts', 'lines.ts', 'log.ts', 'protection.ts', 'record.ts', 'target.ts'],
    rooms: {
      agentgateway: room([], ['node:fs/promises']),
      haproxy: room([], ['node:net', 'node:timers/promises']),
      nginx: room([], ['node:http']),
    },
    top: room(
      ['agentgateway', 'haproxy', 'nginx'],
      [...['node:crypto', 'node:fs', 'node:path', 'node:timers/promises']],
    ),
  },
  portal: {
    base: [],
    rooms: {
      style: room([]),
      texts: room([], ['react']),
      api: room(['texts'], ['react', '@tanstack/react-query']),
      // The frame of every page and the parts inside it need each other.
      app: pageRoom(['api', 'texts', 'ui']),
      ui: pageRoom(['api', 'app', 'texts'], ['@base-ui/react']),
      found: room([]),
      keys: pageRoom(['api', 'app', 'found', 'texts', 'ui']),
      history: pageRoom(['keys', 'texts', 'ui']),
      portal: pageRoom(['api', 'app', 'found', 'history', 'keys', 'texts', 'ui']),
      // The producer sees a key on the customers' own pages.
      console: pageRoom(['api', 'app', 'history', 'keys', 'portal', 'texts', 'ui']),
      element: pageRoom(['api', 'app', 'portal', 'style', 'texts', 'ui'], ['react-dom']),
      pages: room(['app', 'console', 'portal', 'style'], ['react-dom']),
    },
  },
};
