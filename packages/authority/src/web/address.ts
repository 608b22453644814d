import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import { isInList, plainAddress } from '@lostwax/contract';

/**
 * Returns the address that a request came from, for the audit log: the last one in
 * `X-Forwarded-For` that isn't a trusted proxy, as far as trusted proxies wrote it. Anything that
 * others send there is ignored.
 */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string | null {
  let address = plainAddress(request.socket.remoteAddress ?? '');
  const header = request.headers['x-forwarded-for'];
  const hops = typeof header === 'string' ? header.split(',') : (header ?? []);
  for (let hop = hops.pop(); hop !== undefined && isInList(trusted, address); hop = hops.pop()) {
    const before = plainAddress(hop.trim());
    if (isIP(before) === 0) break;
    address = before;
  }
  return address === '' ? null : address;
}
