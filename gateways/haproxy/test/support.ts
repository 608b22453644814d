import { connect } from 'node:net';
import { join } from 'node:path';
import type { PinsGateway } from '../../../packages/pins/test/support/setup.ts';

const FILE = 'haproxy.cfg';

/** @param program - From `peer('haproxy')`. */
export function haproxyWithPins(program: string): PinsGateway {
  return {
    ...{ name: 'haproxy', title: 'HAProxy', program, signal: 'SIGKILL' },
    files: { [FILE]: [] },
    args: (folder) => ['-db', '-f', join(folder, FILE)],
  };
}

/** Sends one command to HAProxy's runtime API. */
export function runtime(socket: string, command: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  connect(socket)
    .on('data', (chunk) => {
      text += chunk.toString();
    })
    .on('end', () => resolve(text))
    .on('error', reject)
    .end(`${command}\n`);
  return promise;
}
