/** Runs the examples of README.md as a newcomer would: in a new folder, with the commands and the file that it shows. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../tools/peers/run.ts';
import { codeBlockOf } from '../../tools/testing/code-blocks.ts';
import { goSettings } from '../../tools/testing/go.ts';
import { startProgram } from '../../tools/testing/program.ts';
import { type RunningServer, startServer } from '../../tools/testing/server.ts';

const root = join(import.meta.dirname, '..', '..');

/** One language's example. */
export interface ReadmeExample {
  readonly fence: string;
  /** The name that the README gives the file. */
  readonly file: string;
  /** What a project of this language has before the example is added. */
  readonly project: string;
  readonly build: string;
  readonly start: (program: string) => readonly [program: string, ...args: string[]];
}

export const pythonExample: ReadmeExample = {
  fence: 'python',
  file: 'app.py',
  project: ':',
  build: ':',
  start: (program) => [program, 'app.py'],
};

export const goExample: ReadmeExample = {
  fence: 'go',
  file: 'main.go',
  project: 'go mod init example.com/orders',
  build: 'go build -o orders .',
  start: () => ['./orders'],
};

/**
 * @param program - The language's program.
 * @param authority - Host and port, instead of the quick start's.
 */
export function startReadmeExample(
  example: ReadmeExample,
  program: string,
  authority: string,
): Promise<RunningServer> {
  const { fence, file, project, build, start } = example;
  return startServer(`${fence}-example`, async (folder, port) => {
    const code = block(fence).replace('localhost:7420', authority).replace('8000', `${port}`);
    writeFileSync(join(folder, file), code);
    const settings = [`LOSTWAX=${root}`, ...goSettings, `PATH=${dirname(program)}:${process.env['PATH']}`];
    const steps = ['set -e', 'cd "$0"', project, block(`sh ${fence}`), build].join('\n');
    await run('env', [...settings, 'sh', '-c', steps, folder]);
    return startProgram('sh', ['-c', 'cd "$0" && exec "$@"', folder, ...start(program)]);
  });
}

const block = (fence: string): string => codeBlockOf('verifiers/README.md', fence);
