/*
 * Why: a layer that may reach anywhere is none. Inside a package each room, a folder of `src/`, imports only the rooms and packages that are
 * listed for it here (ARCHITECTURE.md says why); what is not listed is refused.
 */
import type { Check } from './check.ts';
import { type Import, modulesOf } from './modules.ts';

interface Room {
  /** Rooms of the same package that it may import. Files right below `src/` that are listed as `base` may be imported by all. */
  readonly rooms: readonly string[];
  /** Packages of others that it may import. */
  readonly packages: readonly string[];
  /** Files right below `src/` that it may import besides the house's `base`. */
  readonly files: readonly string[];
}

interface House {
  /** Files right below `src/` that every room may import; the others put the rooms together, and no room imports them. */
  readonly base: readonly string[];
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

const houses: Readonly<Record<string, House>> = {
  authority: {
    base: ['errors.ts', 'paced.ts', 'start-error.ts'],
    rooms: {
      store: room([]),
      'store/sqlite': room(['store'], ['kysely']),
      minting: room([]),
      domain: room(['store', 'minting']),
      web: room([], ['@hono/zod-openapi', 'pino', 'prom-client']),
      publish: room(['web', 'domain', 'store'], ['@hono/zod-openapi']),
      feed: room(['publish', 'web', 'domain', 'store'], ['@hono/zod-openapi']),
      integrity: room(['domain', 'store', 'store/sqlite'], ['pino']),
      openid: room(['web', 'domain'], ['openid-client']),
      oauth: room(['web', 'domain'], ['oidc-provider']),
      pages: room(['publish', 'web', 'domain']),
      api: room(
        ['web', 'domain', 'publish', 'feed', 'integrity'],
        ['@hono/node-server', '@hono/zod-openapi', 'hono', 'pino', 'prom-client'],
      ),
    },
  },
  verifier: {
    base: ['errors.ts'],
    rooms: {
      pins: room([]),
      methods: room([], [], ['key.ts']),
      'access-tokens': room(['follower', 'methods', 'pins'], [], ['freshness.ts', 'key.ts', 'refusals.ts']),
      // Both know the form of what is kept on disk: the one writes what the other has followed.
      cache: room(['follower', 'pins'], [], ['pin-table.ts']),
      follower: room(['cache', 'pins'], [], ['freshness.ts', 'pin-table.ts', 'uptime-clock.ts']),
      // A framework's shape around the public requirement: nothing here decides about a key.
      adapters: room([], [], ['key.ts', 'require.ts', 'verifier.ts']),
    },
    top: room(['access-tokens', 'cache', 'follower', 'methods', 'pins']),
  },
  gate: {
    base: ['errors.ts', 'log.ts', 'phase.ts', 'problems.ts'],
    rooms: {
      door: room([]),
      settings: room(['door']),
      usage: room(['settings']),
      'ext-authz': room(['door'], ['@grpc/grpc-js', '@grpc/proto-loader']),
      proxy: room(['door', 'settings']),
      server: room(['door']),
      threads: room(['door', 'ext-authz', 'proxy', 'server', 'settings', 'usage']),
    },
    top: room(['door', 'server', 'settings', 'threads', 'usage'], ['prom-client']),
  },
  portal: {
    base: [],
    rooms: {
      style: room([]),
      texts: room([], ['react']),
      api: room(['texts'], ['react', '@tanstack/react-query']),
    },
  },
};

export const rooms: Check = {
  promise: 'Inside a package, folders import each other only along the arrows of tools/checks/rooms.ts',
  run(files) {
    return [...modulesOf(files).values()].flatMap(({ path, imports }) => {
      const [, name = '', inner = ''] = /^packages\/([^/]+)\/src\/(.+)$/.exec(path) ?? [];
      const house = houses[name];
      if (house === undefined) return [];
      const own = roomOf(house, inner);
      if (own === undefined && house.top !== undefined && inner.includes('/'))
        return [`${path}:1 is in a folder without a room: add it to tools/checks/rooms.ts`];
      const may = own === undefined ? house.top : house.rooms[own];
      if (may === undefined) return [];
      return imports.flatMap((it) => {
        const breach = breachOf(house, name, { own, may }, it);
        return breach === undefined
          ? []
          : [`${path}:${it.line} ${own ?? 'a file right below src/'} may not import ${breach}`];
      });
    });
  },
};

/** Undefined for the files right below `src/`, and for folders that are not listed. */
function roomOf(house: House, inner: string): string | undefined {
  return Object.keys(house.rooms)
    .filter((folder) => inner.startsWith(`${folder}/`))
    .reduce<string | undefined>(
      (longest, folder) => (folder.length > (longest?.length ?? 0) ? folder : longest),
      undefined,
    );
}

function breachOf(
  house: House,
  name: string,
  { own, may }: { readonly own: string | undefined; readonly may: Room },
  it: Import,
): string | undefined {
  if (it.target === undefined) {
    const other = /^(?![.]|node:|@lostwax\/)(?:@[^/]+\/)?[^/]+/.exec(it.specifier)?.[0];
    return other === undefined || may.packages.includes(other) ? undefined : other;
  }
  const [, inner] = new RegExp(`^packages/${name}/src/(.+)$`).exec(it.target) ?? [];
  if (inner === undefined) return undefined;
  const target = roomOf(house, inner);
  if (target === own || (target !== undefined && may.rooms.includes(target))) return undefined;
  if (target === undefined && [...house.base, ...may.files].includes(inner)) return undefined;
  return target ?? inner;
}
