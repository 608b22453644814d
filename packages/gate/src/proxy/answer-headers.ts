import { connectionNames } from './connection-names.ts';

/** RFC 9110 §7.6.1. Node frames chunked bodies itself. */
const hopByHop = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
];

/** Returns the header lines of the upstream's answer for the client, without the hop-by-hop ones. */
export function answerHeaders(lines: readonly string[]): string[] {
  const dropped = new Set([...hopByHop, ...connectionNames(lines)]);
  // Without it the client could not tell a complete answer from a truncated one.
  dropped.delete('content-length');
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at] as string;
    if (!dropped.has(name.toLowerCase())) kept.push(name, lines[at + 1] as string);
  }
  return kept;
}
