import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Deletes snapshots of a history that has ended, which may contain what has been erased.
 *
 * @param data - The authority's folder.
 * @param workspaceId - Row ID of one workspace; all of them if omitted.
 */
export function removeSnapshots(data: string, workspaceId?: number): void {
  const folder = join(data, 'feed');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (workspaceId === undefined || name.startsWith(`${workspaceId}-`))
      rmSync(join(folder, name), { force: true });
  }
}
