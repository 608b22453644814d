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
}

interface House {
  /** Files right below `src/` that every room may import; the others put the rooms together, and no room imports them. */
  readonly base: readonly string[];
  /** By folder below `src/`; of two that match, the longer one counts. */
  readonly rooms: Readonly<Record<string, Room>>;
}

const room = (rooms: readonly string[], packages: readonly string[] = []): Room => ({ rooms, packages });

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
      pages: room(['publish', 'web', 'domain']),
      api: room(
        ['web', 'domain', 'publish', 'feed', 'integrity'],
        ['@hono/node-server', '@hono/zod-openapi', 'hono', 'pino', 'prom-client'],
      ),
    },
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
      const own = house && roomOf(house, inner);
      if (house === undefined || own === undefined) return [];
      return imports.flatMap((it) => {
        const breach = breachOf(house, name, own, it);
        return breach === undefined ? [] : [`${path}:${it.line} ${own} may not import ${breach}`];
      });
    });
  },
};

/** Undefined for the files that put the rooms together. */
function roomOf(house: House, inner: string): string | undefined {
  return Object.keys(house.rooms)
    .filter((folder) => inner.startsWith(`${folder}/`))
    .reduce<string | undefined>(
      (longest, folder) => (folder.length > (longest?.length ?? 0) ? folder : longest),
      undefined,
    );
}

function breachOf(house: House, name: string, own: string, it: Import): string | undefined {
  const { rooms: may, packages } = house.rooms[own] as Room;
  if (it.target === undefined) {
    const other = /^(?![.]|node:|@lostwax\/)(?:@[^/]+\/)?[^/]+/.exec(it.specifier)?.[0];
    return other === undefined || packages.includes(other) ? undefined : other;
  }
  const [, inner] = new RegExp(`^packages/${name}/src/(.+)$`).exec(it.target) ?? [];
  if (inner === undefined) return undefined;
  const target = roomOf(house, inner);
  if (target === own || (target !== undefined && may.includes(target))) return undefined;
  if (target === undefined && (house.base.includes(inner) || inner.includes('/'))) return undefined;
  return target ?? inner;
}
