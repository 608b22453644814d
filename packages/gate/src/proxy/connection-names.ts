/** The names, in lower case, that the `Connection` lines of a message list (RFC 9110 §7.6.1). */
export function connectionNames(lines: readonly string[]): string[] {
  const names: string[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    if ((lines[at] as string).toLowerCase() !== 'connection') continue;
    for (const name of (lines[at + 1] as string).split(',')) names.push(name.trim().toLowerCase());
  }
  return names;
}
