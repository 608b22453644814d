import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { type RunningServer, startServer } from './server.ts';

/**
 * Starts a real HAProxy.
 *
 * @param program - From `peer('haproxy')`.
 * @param config - The whole configuration, for the port that it is given.
 */
export function startHaproxy(program: string, config: (port: number) => string): Promise<RunningServer> {
  return startServer('haproxy', async (folder, port) => {
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, config(port));
    // In the foreground, with one process.
    return startProgram(program, ['-db', '-f', file]);
  });
}
