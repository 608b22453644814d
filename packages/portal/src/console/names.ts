import { type Names, unwrap } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSession } from '../app/session.tsx';
import { workspaceData } from '../keys/calls.ts';
import { useKeysScope } from '../keys/scope.tsx';

/** The most IDs of one kind that are looked up at a time, as the API has it. */
const MOST = 500;

export interface IdsToName {
  readonly customers?: readonly (string | null | undefined)[];
  readonly actors?: readonly (string | null | undefined)[];
  readonly keys?: readonly (string | null | undefined)[];
}

/** Names by ID; undefined of an ID whose name is not known, or not yet. */
export interface NamesById {
  customer(id: string | null | undefined): string | undefined;
  actor(id: string): string | undefined;
  key(id: string | null): Names['keys'][number] | undefined;
}

/** Looks up what a screen shows of a workspace in one request. */
export function useNames(wanted: IdsToName): NamesById {
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const body = {
    customers: distinct(wanted.customers),
    actors: distinct(wanted.actors).filter((id) => id !== 'system' && id !== 'self'),
    keys: distinct(wanted.keys),
  };
  const { data } = useQuery({
    queryKey: [...workspaceData(workspace), 'names', body],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/v1/workspaces/{workspace}/names', { params: { path: { workspace } }, body, signal }),
      ),
    enabled: Object.values(body).some((ids) => ids.length > 0),
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    const [customers, actors, keys] = [data?.customers, data?.actors, data?.keys].map(
      (rows) => new Map(rows?.map((row) => [row.id, row])),
    );
    return {
      customer: (id) => customers?.get(id ?? '')?.name ?? undefined,
      actor: (id) => actors?.get(id)?.name ?? undefined,
      key: (id) => keys?.get(id ?? '') as Names['keys'][number] | undefined,
    };
  }, [data]);
}

function distinct(ids: readonly (string | null | undefined)[] = []): string[] {
  return [...new Set(ids)]
    .filter((id): id is string => typeof id === 'string' && id !== '')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .slice(0, MOST);
}
