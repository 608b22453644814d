import type { Address } from './address.ts';
import { workspaceOf } from './issuer.ts';

/**
 * The arguments after `lostwax` that start the gate a configuration asks.
 *
 * @param flags - Further flags, each ready for a shell.
 * @throws RangeError for anything but an issuer: it could be more than one argument.
 */
export function gateArguments(
  issuer: string,
  gate: Address,
  flags: readonly string[] = [],
  portFlag: '--port' | '--grpc-port' = '--port',
): string {
  workspaceOf(issuer);
  const host = gate.host === '127.0.0.1' ? [] : [`--host ${gate.host}`];
  return ['gate', `--issuer ${issuer}`, `${portFlag} ${gate.port}`, ...host, ...flags].join(' ');
}
