import {
  type Customer,
  type LostwaxClient,
  type Readers,
  unwrap,
  type Workspace,
  type Workspaces,
} from '@lostwax/client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useSession } from '../app/session.tsx';
import { workspaceData } from '../keys/calls.ts';

export function useWorkspaces(): UseQueryResult<Workspaces> {
  const { client } = useSession();
  return useQuery({
    queryKey: ['workspaces'],
    queryFn: ({ signal }) => unwrap(client.GET('/v1/workspaces', { signal })),
  });
}

/** @param refetchEveryMs - How soon it is read again; not by itself unless given. */
export function useWorkspace(
  slug: string,
  refetchEveryMs: number | false = false,
): UseQueryResult<Workspace> {
  const { client } = useSession();
  return useQuery({
    queryKey: [...workspaceData(slug), 'workspace'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/v1/workspaces/{workspace}', { params: { path: { workspace: slug } }, signal })),
    refetchInterval: refetchEveryMs,
  });
}

export function useCustomer(slug: string, id: string): UseQueryResult<Customer> {
  const { client } = useSession();
  return useQuery({
    queryKey: [...workspaceData(slug), 'customer', id],
    queryFn: ({ signal }) => readCustomer(client, slug, id, signal),
  });
}

export function readCustomer(
  client: LostwaxClient,
  slug: string,
  id: string,
  signal: AbortSignal,
): Promise<Customer> {
  const params = { path: { workspace: slug, customer: id } };
  return unwrap(client.GET('/v1/workspaces/{workspace}/customers/{customer}', { params, signal }));
}

export function useReaders(slug: string, refetchEveryMs: number | false = false): UseQueryResult<Readers> {
  const { client } = useSession();
  return useQuery({
    queryKey: [...workspaceData(slug), 'readers'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/readers', { params: { path: { workspace: slug } }, signal }),
      ),
    refetchInterval: refetchEveryMs,
  });
}
