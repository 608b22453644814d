import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import { isInList, plainAddress } from '@lostwax/contract';

/**
 * The address that a request came from, for the audit: the last one in `X-Forwarded-For` that is not a trusted proxy,
 * as far as trusted proxies wrote it. What anybody else sends there is not looked at.
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
