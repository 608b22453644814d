import { resolve } from 'node:path';
import { AgentgatewayTarget } from './agentgateway/target.ts';
import { PinsError } from './errors.ts';
import { HaproxyTarget } from './haproxy/target.ts';
import type { Log } from './log.ts';
import { NginxTarget } from './nginx/target.ts';
import type { PinTarget } from './target.ts';

/** Opens the table at an absolute path: a Unix socket, such as `/run/haproxy/admin.sock`, or a file. */
type TargetKind = new (path: string, log: Log) => PinTarget;

/** By the word before the colon in `--to`. To add a gateway, add a folder and list it here. */
const kinds: ReadonlyMap<string, TargetKind> = new Map<string, TargetKind>([
  ['haproxy', HaproxyTarget],
  ['nginx', NginxTarget],
  ['agentgateway', AgentgatewayTarget],
]);

/**
 * @param to - `<kind>:<path>`.
 * @throws {@link PinsError} `settings_invalid`.
 */
export function openTarget(to: string, log: Log): PinTarget {
  const [, kind = '', path = ''] = /^([a-z]+):(.+)$/s.exec(to) ?? [];
  const Target = kinds.get(kind);
  if (Target === undefined) {
    const known = [...kinds.keys()].map((name) => `${name}:<path>`).join(' or ');
    throw new PinsError('settings_invalid', `Give the gateway's table as ${known}, not "${to}".`);
  }
  if (path.includes('\0')) throw new PinsError('settings_invalid', 'The path is not valid.');
  return new Target(resolve(path), log);
}
