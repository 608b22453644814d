import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { type RunningServer, startServer } from './server.ts';

/**
 * Starts a real Traefik with the flags that its configuration names in comments.
 *
 * @param program - From `peer('traefik')`.
 * @param config - Returns the whole dynamic configuration for the given port.
 */
export function startTraefik(program: string, config: (port: number) => string): Promise<RunningServer> {
  return startServer(
    'traefik',
    async (folder, port) => {
      const text = config(port);
      const file = join(folder, 'traefik-lostwax.yaml');
      await writeFile(file, text);
      const flags = Array.from(text.matchAll(/^# {3}(--\S+)$/gm), ([, flag = '']) =>
        flag.replace('traefik-lostwax.yaml', file),
      );
      return startProgram(program, [
        ...flags,
        '--global.checkNewVersion=false',
        '--global.sendAnonymousUsage=false',
      ]);
    },
    async (url) => {
      // It answers 404 before it has read its file.
      const { status } = await fetch(url);
      if (status === 404) throw new Error('Traefik has no routes yet.');
      return status;
    },
  );
}
