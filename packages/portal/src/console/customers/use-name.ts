import { type LostwaxClient, unwrap } from '@lostwax/client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';

/** The API's limit of IDs per request. */
const MOST = 500;

type Names = Promise<ReadonlyMap<string, string>>;

/** Batches the lookups of a list's rows into one request. */
let batch: { readonly workspace: string; readonly ids: Set<string>; readonly names: Names } | undefined;

/** The name of a customer of the workspace; null if it has none. */
export function useCustomerName(id: string | null): UseQueryResult<string | null> {
  const { client } = useSession();
  const { workspace } = useKeysScope();
  return useQuery({
    queryKey: [...workspaceData(workspace), 'customer-name', id],
    queryFn: async () => (await ask(client, workspace, id ?? '')).get(id ?? '') ?? null,
    enabled: id !== null,
  });
}

function ask(client: LostwaxClient, workspace: string, id: string): Names {
  if (batch === undefined || batch.workspace !== workspace || batch.ids.size >= MOST) {
    const ids = new Set<string>();
    const names = new Promise((resolve) => setTimeout(resolve)).then(async () => {
      if (batch?.ids === ids) batch = undefined;
      const body = { customers: [...ids] };
      const path = { workspace };
      const found = await unwrap(client.POST('/v1/workspaces/{workspace}/names', { params: { path }, body }));
      return new Map(found.customers.map((it) => [it.id, it.name]));
    });
    batch = { workspace, ids, names };
  }
  batch.ids.add(id);
  return batch.names;
}
