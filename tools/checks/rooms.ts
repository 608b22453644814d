/*
 * Why: a layer that may reach anywhere is none. Inside a package each room, a folder of `src/`, imports only the rooms and packages that are
 * listed for it in houses.ts (ARCHITECTURE.md says why); what is not listed is refused.
 */
import type { Check } from './check.ts';
import { type House, houses, type Room } from './houses.ts';
import { type Import, modulesOf } from './modules.ts';

export const rooms: Check = {
  promise: 'Inside a package, folders import each other only along the arrows of tools/checks/houses.ts',
  run(files) {
    return [...modulesOf(files).values()].flatMap(({ path, imports }) => {
      const [, name = '', inner = ''] = /^packages\/([^/]+)\/src\/(.+)$/.exec(path) ?? [];
      const house = houses[name];
      if (house === undefined) return [];
      const own = roomOf(house, inner);
      if (own === undefined && inner.includes('/'))
        return [`${path}:1 is in a folder without a room: add it to tools/checks/houses.ts`];
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

/** Undefined for the files directly in `src/`, and for folders that aren't listed. */
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
    const other = /^(?![.]|@lostwax\/)(?:node:.+|(?:@[^/]+\/)?[^/]+)/.exec(it.specifier)?.[0];
    return other === undefined || may.packages.includes(other) ? undefined : other;
  }
  const [, inner] = new RegExp(`^packages/${name}/src/(.+)$`).exec(it.target) ?? [];
  if (inner === undefined) return undefined;
  const target = roomOf(house, inner);
  if (target === own || (target !== undefined && may.rooms.includes(target))) return undefined;
  const isBase = house.base?.includes(inner) ?? !inner.includes('/');
  if (target === undefined && (isBase || may.files.includes(inner))) return undefined;
  return target ?? inner;
}
