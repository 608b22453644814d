import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram } from './program.ts';
import { type RunningServer, startServer } from './server.ts';

/**
 * Starts a real nginx.
 *
 * @param program - From `peer('nginx')`.
 * @param config - Returns the content of `http { … }` for the given port.
 * @param modules - Paths of modules to load.
 * @param began - Receives the process ID.
 */
export function startNginx(
  program: string,
  config: (port: number) => string,
  modules: readonly string[] = [],
  began: (pid: number) => void = () => {},
): Promise<RunningServer> {
  return startServer('nginx', async (folder, port) => {
    const file = join(folder, 'nginx.conf');
    await writeFile(file, whole(folder, config(port), modules));
    const nginx = startProgram(program, ['-p', folder, '-c', file, '-e', 'stderr']);
    began(nginx.child.pid ?? Number.NaN);
    return nginx;
  });
}

/** A single foreground process that writes only to its own folder. */
function whole(folder: string, config: string, modules: readonly string[]): string {
  return `${modules.map((path) => `load_module ${path};\n`).join('')}daemon off;
master_process off;
pid ${join(folder, 'pid')};
error_log stderr warn;
events {}
http {
  access_log off;
${temporaryPaths(folder)}
${config}
}
`;
}

/** Directives that keep nginx's temporary files in a folder. */
export function temporaryPaths(folder: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return kinds.map((kind) => `  ${kind}_temp_path ${join(folder, kind)};`).join('\n');
}
