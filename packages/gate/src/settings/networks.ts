import { BlockList, isIP } from 'node:net';

/** Whether a text is an address or a network, such as `10.0.0.0/8` or `::1`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, rest] = text.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

/** @param networks - Each as {@link isNetwork} takes it. */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const v6 = isIP(address) === 6;
    list.addSubnet(address, Number(bits ?? (v6 ? 128 : 32)), v6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether a socket's address is in the list; IPv4 in the clothes of IPv6 is IPv4. */
export function isInList(list: BlockList, remoteAddress: string | undefined): boolean {
  const address = remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
