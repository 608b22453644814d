import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { type RunningServer, startServer } from './server.ts';

// As docs/gateways.md says: Caddy 2.11 accepts less by default.
const largeHeaders = '\tservers {\n\t\tmax_header_size 1MB\n\t}\n';

/**
 * Starts a real Caddy.
 *
 * @param program - From `peer('caddy')`.
 * @param sites - Returns the content of its Caddyfile for the given port.
 */
export function startCaddy(program: string, sites: (port: number) => string): Promise<RunningServer> {
  return startServer('caddy', async (folder, port) => {
    const file = join(folder, 'Caddyfile');
    await writeFile(file, `{\n\tadmin off\n\tauto_https off\n${largeHeaders}}\n${sites(port)}`);
    // It stores certificates and its last configuration below its home directory.
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    return startProgram(program, ['run', '--adapter', 'caddyfile', '--config', file], env);
  });
}
