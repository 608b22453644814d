import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether a host, as a URL or an option has it, is this machine and no other can see what is sent to it. */
export function isLoopbackName(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  return plain === 'localhost' || (isIP(plain) !== 0 && loopback.check(plain, family));
}
