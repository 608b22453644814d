import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { type RunningServer, startServer } from './server.ts';

// Those that Debian's apache2 loads, as far as they concern requests, and those that `a2enmod headers proxy_http` adds.
const modules = [
  ...['mpm_event', 'authz_core', 'authz_host', 'alias', 'dir', 'setenvif', 'reqtimeout'],
  ...['headers', 'proxy', 'proxy_http'],
];

/**
 * Starts a real Apache httpd.
 *
 * @param program - From `peer('apache')`.
 * @param config - Returns what Debian's Apache includes from `conf-enabled`, for the given port.
 */
export function startApache(program: string, config: (port: number) => string): Promise<RunningServer> {
  return startServer('apache', async (folder, port) => {
    const file = join(folder, 'apache2.conf');
    await writeFile(file, whole(folder, config(port)));
    // In the foreground, as a single process.
    return startProgram(program, ['-f', file, '-D', 'FOREGROUND']);
  });
}

function whole(folder: string, config: string): string {
  const loads = modules.map((name) => `LoadModule ${name}_module modules/mod_${name}.so`);
  return `${loads.join('\n')}
DefaultRuntimeDir ${folder}
PidFile ${join(folder, 'pid')}
Mutex pthread
# Apache can't open a socket, which is what it gets from Node as /dev/stderr.
ErrorLog "|/bin/cat"
ServerName localhost
User #65534
Group #65534
RequestReadTimeout header=20-40,minrate=500 body=10,minrate=500
${config}`;
}
