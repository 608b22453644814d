import type { Address } from './address.ts';

/**
 * The arguments after `lostwax` that start the gate a configuration asks.
 *
 * @param flags - Further flags, each ready for a shell.
 */
export function gateArguments(
  issuer: string,
  gate: Address,
  flags: readonly string[] = [],
  portFlag: '--port' | '--grpc-port' = '--port',
): string {
  const host = gate.host === '127.0.0.1' ? [] : [`--host ${gate.host}`];
  return ['gate', `--issuer ${issuer}`, `${portFlag} ${gate.port}`, ...host, ...flags].join(' ');
}
