import { execFile } from 'node:child_process';

const INSTALL_LIMIT_MS = 300_000;

/**
 * Runs one program to completion, without a shell or stdin.
 *
 * @param limitMs - Default: five minutes.
 * @throws Error with the command, its exit code and the last lines of its output; also after `limitMs`.
 */
export function run(program: string, args: readonly string[], limitMs = INSTALL_LIMIT_MS): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { timeout: limitMs }, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`${program} ${args.join(' ')}: ${lastLines(stderr || stdout || error.message)}`));
    });
    child.stdin?.end();
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ');
}
