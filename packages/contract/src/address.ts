import { BlockList, isIP } from 'node:net';

const networkForm = /^([0-9a-fA-F.:]+)(?:\/(0|[1-9]\d{0,2}))?$/;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/**
 * Reports whether a string is an IP address or a network such as `10.0.0.0/8`, `::1` or `fd00::/8`.
 */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== undefined;
}

/**
 * Parses a list of addresses and networks, each in the form that {@link isNetwork} accepts.
 *
 * @throws RangeError for any other string, naming it.
 */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of networks) {
    const network = parseNetwork(text);
    if (network === undefined)
      throw new RangeError(`"${text}" is not an address or network. Use one such as 10.0.0.0/8 or ::1.`);
    list.addSubnet(network.address, network.bits, network.family);
  }
  return list;
}

/**
 * Reports whether an address is in the list. False unless it is an IP address; IPv4 mapped into
 * IPv6 counts as IPv4.
 */
export function isInList(list: BlockList, address: string | undefined): boolean {
  const plain = plainAddress(address ?? '');
  const version = isIP(plain);
  return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Normalizes a socket's address: IPv4 without its mapping (not `::ffff:10.0.0.1`), IPv6 without its
 * zone (`%eth0`).
 */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/s, '');
}

/**
 * Reports whether a host, as in a URL or an option, is this machine, so that no other can read what
 * is sent to it.
 */
export function isLoopback(host: string): boolean {
  const plain = withoutBrackets(host);
  return plain === 'localhost' || isInList(loopback, plain);
}

/**
 * Returns an IPv6 address in the form for sockets; URLs have it in brackets. Other hosts are
 * returned unchanged.
 */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Returns `http://<host>:<port>`, with the brackets that an IPv6 address needs. */
export function httpUrl(host: string, port: number): string {
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

function parseNetwork(text: string): Network | undefined {
  const [, address = '', bits] = networkForm.exec(text) ?? [];
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  if (version === 0 || Number(bits ?? 0) > most) return undefined;
  return { address, bits: Number(bits ?? most), family: version === 6 ? 'ipv6' : 'ipv4' };
}
