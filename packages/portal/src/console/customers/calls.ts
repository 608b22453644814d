import { type CustomerPatch, unwrap } from '@lostwax/client';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';

/** Actions on a customer; each then reloads the workspace data on the page. */
export function useCustomerCalls(customer: string) {
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const refresh = useRefresh();
  const params = { path: { workspace, customer } };
  const one = '/v1/workspaces/{workspace}/customers/{customer}';
  const sessions = '/v1/workspaces/{workspace}/portal-sessions';
  return {
    change: useCall((body: CustomerPatch) => unwrap(client.PATCH(one, { params, body })), refresh),
    erase: useCall(() => unwrap(client.DELETE(one, { params }))),
    openPortal: useCall(() =>
      unwrap(client.POST(sessions, { params: { path: { workspace } }, body: { customer } })),
    ),
    endSessions: useCall(
      () => unwrap(client.DELETE(sessions, { params: { path: { workspace }, query: { customer } } })),
      refresh,
    ),
  };
}
