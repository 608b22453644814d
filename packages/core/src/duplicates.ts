const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

/** An object or list that contains the current position. */
interface Level {
  /** Names so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** The current member or index. */
  at: string | number;
  /** Whether the next string is a member's name. */
  name: boolean;
}

/**
 * Finds a duplicate member in an object. `JSON.parse` silently keeps the last of them, and another
 * program that reads the same body may use the first (RFC 8259 §4).
 *
 * @param text - Valid JSON.
 * @returns The path of the second one, or undefined.
 */
export function duplicateMember(text: string): readonly PropertyKey[] | undefined {
  const levels: Level[] = [];
  let level: Level | undefined;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case BRACE:
        level = { names: new Set(), at: '', name: true };
        levels.push(level);
        break;
      case BRACKET:
        level = { names: undefined, at: 0, name: false };
        levels.push(level);
        break;
      case BRACE_END:
      case BRACKET_END:
        levels.pop();
        level = levels.at(-1);
        break;
      case COMMA:
        if (level?.names !== undefined) level.name = true;
        else if (level !== undefined) level.at = Number(level.at) + 1;
        break;
      case QUOTE: {
        const end = endOfString(text, index);
        if (level?.name && level.names !== undefined) {
          level.at = nameIn(text.slice(index, end + 1));
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

/** Escapes are decoded: "a" and "\u0061" are one name. */
function nameIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

/** Returns the position of the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}
