import { type CustomerPatch, unwrap } from '@lostwax/client';
import { useMutation } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';

/** What can be done with a customer; what is shown of the workspace is then read anew. */
export function useCustomerCalls(customer: string) {
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const onSettled = useRefresh();
  const params = { path: { workspace, customer } };
  const one = '/v1/workspaces/{workspace}/customers/{customer}';
  const sessions = '/v1/workspaces/{workspace}/portal-sessions';
  return {
    change: useMutation({
      mutationFn: (body: CustomerPatch) => unwrap(client.PATCH(one, { params, body })),
      onSettled,
    }),
    erase: useMutation({ mutationFn: () => unwrap(client.DELETE(one, { params })) }),
    openPortal: useMutation({
      mutationFn: () =>
        unwrap(client.POST(sessions, { params: { path: { workspace } }, body: { customer } })),
    }),
    endSessions: useMutation({
      mutationFn: () =>
        unwrap(client.DELETE(sessions, { params: { path: { workspace }, query: { customer } } })),
      onSettled,
    }),
  };
}
