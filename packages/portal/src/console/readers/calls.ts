import { type NewReader, unwrap } from '@lostwax/client';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';

type Change = Pick<NewReader, 'name' | 'refreshSeconds'> & { readonly id: string };

/** Actions on gateways; each then reloads the workspace data on the page. */
export function useGatewayCalls() {
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const refresh = useRefresh();
  const one = '/v1/workspaces/{workspace}/readers/{reader}';
  const of = (reader: string) => ({ path: { workspace, reader } });
  return {
    add: useCall(
      (body: NewReader) =>
        unwrap(client.POST('/v1/workspaces/{workspace}/readers', { params: { path: { workspace } }, body })),
      refresh,
    ),
    change: useCall(
      ({ id, ...body }: Change) => unwrap(client.PATCH(one, { params: of(id), body })),
      refresh,
    ),
    remove: useCall((id: string) => unwrap(client.DELETE(one, { params: of(id) })), refresh),
  };
}
