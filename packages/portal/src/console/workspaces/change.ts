import { unwrap, type Workspace, type WorkspacePatch } from '@lostwax/client';
import { useQueryClient } from '@tanstack/react-query';
import { type Call, useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';

/** Updates a workspace, then refetches it and the list in the switcher. */
export function useChangeWorkspace(slug: string): Call<WorkspacePatch, Workspace> {
  const { client } = useSession();
  const queries = useQueryClient();
  const refresh = useRefresh();
  return useCall(
    (body: WorkspacePatch) =>
      unwrap(client.PATCH('/v1/workspaces/{workspace}', { params: { path: { workspace: slug } }, body })),
    () => Promise.all([refresh(), queries.invalidateQueries({ queryKey: ['workspaces'] })]),
  );
}
