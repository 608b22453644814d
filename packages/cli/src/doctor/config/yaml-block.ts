import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { ConfigError } from './rule.ts';

/** A mapping in a YAML file, with its place. */
export interface Block {
  /** The member whose value it is, or the member of the list that contains it. */
  readonly name: string;
  readonly line: number;
  /** Text of a scalar member. */
  text(member: string): string | undefined;
  has(member: string): boolean;
  /** Line of a member, or of the block without it. */
  lineOf(member: string): number;
  /** Mappings anywhere below. */
  readonly all: readonly Block[];
  /** Mappings that are members, or items of list members. */
  readonly children: readonly Block[];
}

/** @throws {@link ConfigError} with the first mistake if it is not YAML, or for one that nests too deep to be read. */
export function parseYaml(text: string): Block {
  try {
    return blockOf(text);
  } catch (error) {
    // The parser reports some of these as mistakes in the text.
    if (/call stack/.test((error as Error).message))
      throw new ConfigError('nests too deep to be a configuration', undefined, { cause: error });
    throw new ConfigError(`is not YAML: ${(error as Error).message}`, undefined, { cause: error });
  }
}

function blockOf(text: string): Block {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, merge: true, logLevel: 'silent' });
  const parsed = Array.isArray(documents) ? documents : [];
  const [error] = parsed.flatMap((it) => it.errors);
  if (error !== undefined) throw error;
  const children = parsed.flatMap((it) => blocksIn('', it.contents as Node | null, lines));
  return made('', 1, undefined, children, lines);
}

function blocksIn(name: string, node: unknown, lines: LineCounter): readonly Block[] {
  if (isSeq(node)) return node.items.flatMap((item) => blocksIn(name, item, lines));
  if (!isMap(node)) return [];
  const children = node.items.flatMap(({ key, value }) => blocksIn(String(key), value, lines));
  return [made(name, lineAt(node, lines), node, children, lines)];
}

function made(
  name: string,
  line: number,
  map: YAMLMap | undefined,
  children: readonly Block[],
  lines: LineCounter,
): Block {
  return {
    name,
    line,
    children,
    all: children.flatMap((it) => [it, ...it.all]),
    has: (member) => map?.has(member) === true,
    text: (member) => {
      const value = map?.get(member, true);
      return isScalar(value) ? String(value.value) : undefined;
    },
    lineOf: (member) => {
      const pair = map?.items.find(({ key }) => String(key) === member);
      return pair === undefined ? line : lineAt(pair.key as Node, lines);
    },
  };
}

function lineAt(node: Node, lines: LineCounter): number {
  return lines.linePos(node.range?.[0] ?? 0).line;
}
