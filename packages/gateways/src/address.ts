import { isIP } from 'node:net';

/** Where something listens. */
export interface Address {
  /** A name or an IP address. */
  readonly host: string;
  /** 0 to 65,535; 0 only to listen on, for any free port. */
  readonly port: number;
}

/**
 * Reads `api.internal:8080` or `[::1]:8080`.
 *
 * @throws RangeError for anything else, in a sentence that begins with `what`.
 */
export function parseAddress(what: string, text: string): Address {
  const [, v6, name, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined || Number(port) > 65_535 || (v6 !== undefined && isIP(v6) !== 6))
    throw new RangeError(
      `${what} takes a host and a port, such as 127.0.0.1:8080 or [::1]:8080, not "${text}".`,
    );
  return { host, port: Number(port) };
}
