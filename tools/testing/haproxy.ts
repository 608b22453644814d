import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { type RunningServer, startServer } from './server.ts';

/**
 * Starts a real HAProxy.
 *
 * @param program - From `peer('haproxy')`.
 * @param config - Returns the whole configuration for the given port.
 */
export function startHaproxy(program: string, config: (port: number) => string): Promise<RunningServer> {
  return startServer('haproxy', async (folder, port) => {
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, config(port));
    // In the foreground, as a single process.
    return startProgram(program, ['-db', '-f', file]);
  });
}
