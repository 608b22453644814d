import { isIP } from 'node:net';

/** Where something listens. */
export interface Address {
  /** A name or an IP address. */
  readonly host: string;
  /** 0 to 65,535; 0 only to listen on, for any free port. */
  readonly port: number;
}

/** `api.internal:8080`, `[::1]:8080`. */
export function addressText({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Reads `api.internal:8080` or `[::1]:8080`.
 *
 * @returns Undefined for anything else.
 */
export function readAddress(text: string): Address | undefined {
  const [, v6, name, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined || Number(port) > 65_535 || (v6 !== undefined && isIP(v6) !== 6)) return undefined;
  return { host, port: Number(port) };
}

/** What is wrong with a text that {@link readAddress} can't read, as the end of a sentence. */
export function addressFault(text: string): string {
  return `takes a host and a port, such as 127.0.0.1:8080 or [::1]:8080, not "${text}"`;
}

/**
 * The same as {@link readAddress}.
 *
 * @throws RangeError for anything else, in a sentence that begins with `what`.
 */
export function parseAddress(what: string, text: string): Address {
  const address = readAddress(text);
  if (address === undefined) throw new RangeError(`${what} ${addressFault(text)}.`);
  return address;
}
