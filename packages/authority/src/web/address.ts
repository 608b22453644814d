import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Reads `--trust-proxy`: addresses and networks (`10.0.0.0/8`, `::1`) whose `X-Forwarded-For` is believed.
 *
 * @throws RangeError for what is neither, naming it.
 */
export function proxyList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', bits] = cidr.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    if (family === 0 || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most))) {
      throw new RangeError(`"${cidr}" is no address or network. Give one such as 10.0.0.0/8 or ::1.`);
    }
    list.addSubnet(address, Number(bits ?? most), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/**
 * The address that a request came from, for the audit: the last one in `X-Forwarded-For` that is not a trusted proxy,
 * as far as trusted proxies wrote it. What anybody else sends there is not looked at.
 */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string | null {
  let address = plain(request.socket.remoteAddress ?? '');
  const header = request.headers['x-forwarded-for'];
  const hops = typeof header === 'string' ? header.split(',') : (header ?? []);
  for (let hop = hops.pop(); hop !== undefined && isTrusted(address, trusted); hop = hops.pop()) {
    const before = plain(hop.trim());
    if (isIP(before) === 0) break;
    address = before;
  }
  return address === '' ? null : address;
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** An IPv4 address that came in by an IPv6 socket, as itself. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
