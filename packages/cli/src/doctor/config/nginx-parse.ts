import { ConfigError } from './rule.ts';

/** A directive of nginx: `proxy_pass http://api;`, or a block with further ones. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly line: number;
  readonly children: readonly Directive[];
  readonly parent: Directive | undefined;
}

const word =
  /#[^\n]*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[{};]|(?:\\[\s\S]|\$\{[^}]*\}|[^\s{};"'\\])(?:\\[\s\S]|\$\{[^}]*\}|[^\s{};\\])*|["']/g;
// Real configurations have about five.
const MOST_LEVELS = 100;

/**
 * Every block and directive below one without a name. It accepts more than nginx does.
 *
 * @throws {@link ConfigError} for a block, a directive or a text that doesn't end, and for blocks in over 100 others.
 */
export function parseNginx(text: string): Directive {
  const root = { name: '', args: [], line: 1, children: [] as Directive[], parent: undefined };
  let block: { readonly children: Directive[]; readonly parent: Directive | undefined } & Directive = root;
  let levels = 0;
  let words: string[] = [];
  let line = 1;
  let from = 0;
  let begins = 1;
  for (const { 0: found, index } of text.matchAll(word)) {
    line += text.slice(from, index).split('\n').length - 1;
    from = index;
    if (found.startsWith('#')) continue;
    if (found === ';' || found === '{') {
      const [name = '', ...args] = words;
      const made = { name, args, line: begins, children: [] as Directive[], parent: block };
      if (name !== '' || found === '{') block.children.push(made);
      if (found === '{') {
        block = made;
        levels += 1;
        if (levels > MOST_LEVELS) throw new ConfigError(`has blocks more than ${MOST_LEVELS} deep`, line);
      }
      words = [];
    } else if (found === '}') {
      if (words.length > 0 && !isCode(block)) throw new ConfigError('lacks a ; after a directive', begins);
      if (block.parent === undefined) throw new ConfigError('has a } that closes no block', line);
      block = block.parent as typeof block;
      levels -= 1;
      words = [];
    } else {
      if (/^["']$/.test(found) && !isCode(block))
        throw new ConfigError('has a quote that is not closed', line);
      if (words.length === 0) begins = line;
      words.push(/^["']/.test(found) ? found.slice(1, -1) : found);
    }
  }
  if (block.parent !== undefined) throw new ConfigError('has a block that is not closed', block.line);
  if (words.length > 0) throw new ConfigError('lacks a ; after a directive', begins);
  return root;
}

/** Whether a block contains Lua rather than directives. */
function isCode(block: Directive): boolean {
  return block.name.endsWith('_by_lua_block') || (block.parent !== undefined && isCode(block.parent));
}

/** Every directive below, with itself. */
export function everyDirective(it: Directive): readonly Directive[] {
  return [it, ...it.children.flatMap(everyDirective)];
}

/** Directives of a name in effect in a block: its own, otherwise those of the closest block around it that has any. */
export function inEffect(block: Directive, name: string): readonly Directive[] {
  const own = block.children.filter((it) => it.name === name);
  return own.length > 0 || block.parent === undefined ? own : inEffect(block.parent, name);
}

/** The `server` around a directive; undefined in a file that is included in one. */
export function serverOf(it: Directive): Directive | undefined {
  if (it.name === 'server') return it;
  return it.parent === undefined ? undefined : serverOf(it.parent);
}
