/** An object or a list that the scan is inside of. */
interface Level {
  /** Names so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** The member or the place that the scan is at. */
  at: string | number;
  /** Whether the next string is a member's name. */
  name: boolean;
}

/**
 * Finds a duplicate member in an object. `JSON.parse` keeps the last of them without a word, and
 * another program that reads the
 * same body may go by the first (RFC 8259 §4).
 *
 * @param text - Known to be JSON.
 * @returns The path of the second one, or undefined.
 */
export function duplicateMember(text: string): readonly PropertyKey[] | undefined {
  const levels: Level[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const level = levels.at(-1);
    switch (text[index]) {
      case '{':
        levels.push({ names: new Set(), at: '', name: true });
        break;
      case '[':
        levels.push({ names: undefined, at: 0, name: false });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level?.names !== undefined) level.name = true;
        else if (level !== undefined) level.at = Number(level.at) + 1;
        break;
      case '"': {
        const end = endOfString(text, index);
        if (level?.name && level.names !== undefined) {
          // Escapes are undone first: "a" and "\u0061" are one name.
          level.at = JSON.parse(text.slice(index, end + 1)) as string;
          level.name = false;
          if (level.names.has(level.at)) return levels.map(({ at }) => at);
          level.names.add(level.at);
        }
        index = end;
        break;
      }
    }
  }
  return undefined;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}
