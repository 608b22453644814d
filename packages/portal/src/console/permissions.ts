import { useCallback } from 'react';
import type { SessionInfo } from '../api/session.ts';
import { useSession } from '../app/session.tsx';

/** The workspace of administrators' keys: only what is allowed in all workspaces counts there. */
export const ADMINISTRATORS = 'lostwax';

/** Whether the session may do something in a workspace, or (null) in all. What it may not is not offered; the authority is the judge. */
function allowed(info: SessionInfo, permission: string, workspace: string | null): boolean {
  if (workspace === ADMINISTRATORS) return allowed(info, 'admin', null);
  return (info.permissions ?? []).some(
    (at) => (at.workspace === null || at.workspace === workspace) && at.permissions.includes(permission),
  );
}

export function useAllowed(): (permission: string, workspace: string | null) => boolean {
  const { info } = useSession();
  return useCallback((permission, workspace) => allowed(info, permission, workspace), [info]);
}
