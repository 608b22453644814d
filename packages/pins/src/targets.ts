import { PinsError } from './errors.ts';
import { haproxyTarget } from './haproxy/target.ts';
import type { Log } from './log.ts';
import { nginxTarget } from './nginx/target.ts';
import type { PinTarget } from './target.ts';

/** Opens the table at an address, such as `/run/haproxy/admin.sock`. @throws {@link PinsError} */
type TargetKind = (address: string, log: Log) => PinTarget;

/** By the word before the colon in `--to`. To add a gateway, add a folder and list it here. */
const kinds: ReadonlyMap<string, TargetKind> = new Map([
  ['haproxy', haproxyTarget],
  ['nginx', nginxTarget],
]);

/**
 * @param to - `<kind>:<address>`.
 * @throws {@link PinsError} `settings_invalid`.
 */
export function openTarget(to: string, log: Log): PinTarget {
  const [, kind = '', address = ''] = /^([a-z]+):(.+)$/s.exec(to) ?? [];
  const open = kinds.get(kind);
  if (open !== undefined) return open(address, log);
  const known = [...kinds.keys()].map((name) => `${name}:<address>`).join(' or ');
  throw new PinsError('settings_invalid', `A gateway's table is given as ${known}, not "${to}".`);
}
