import { connectionNames } from './connection-names.ts';

/** RFC 9110 §7.6.1; the length of what comes in parts is Node's to write. */
const hopByHop = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
];

/** The header lines of the upstream's answer as the client gets them: without those of the upstream's connection. */
export function answerHeaders(lines: readonly string[]): string[] {
  const dropped = new Set([...hopByHop, ...connectionNames(lines)]);
  // Without it the client could not tell a whole answer from one that was cut.
  dropped.delete('content-length');
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at] as string;
    if (!dropped.has(name.toLowerCase())) kept.push(name, lines[at + 1] as string);
  }
  return kept;
}
