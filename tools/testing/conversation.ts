import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that answers each line with one line: sends one and resolves with the answer. */
export function conversation(child: ChildProcessWithoutNullStreams): (line: string) => Promise<string> {
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  return async (line) => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`It ended: ${log}`);
    return value;
  };
}
