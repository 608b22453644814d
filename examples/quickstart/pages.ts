import { type LostwaxClient, unwrap } from '@lostwax/client';

/** Links to the pages, as a producer's backend and `lostwax console` make them: each signs in once, within five minutes. */
export async function openPages(
  client: LostwaxClient,
  workspace: string,
  customer: string,
): Promise<{ readonly portalUrl: string; readonly consoleUrl: string }> {
  const portal = await unwrap(
    client.POST('/v1/workspaces/{workspace}/portal-sessions', {
      params: { path: { workspace } },
      body: { customer, actor: { id: 'quickstart', name: 'You (quick start)' } },
    }),
  );
  const console = await unwrap(client.POST('/v1/console/codes'));
  return { portalUrl: portal.url ?? '', consoleUrl: console.url };
}
