import type { SessionInfo } from '../api/session.ts';

export function consolePath(session: string): string {
  return `/console/${session}`;
}

export function portalPath(workspace: string, session: string): string {
  return `/portal/${workspace}/${session}`;
}

/**
 * Sends the browser to the session's own page, where this is another's: the page of another workspace, which may let other sites frame it,
 * or of the console.
 *
 * @returns Whether it did; then nothing of the session is to be shown here.
 */
export function sentHome(info: SessionInfo): boolean {
  const home = info.workspace === undefined ? consolePath(info.id) : portalPath(info.workspace.slug, info.id);
  if (`${location.pathname}/`.startsWith(`${home}/`)) return false;
  location.replace(home);
  return true;
}
