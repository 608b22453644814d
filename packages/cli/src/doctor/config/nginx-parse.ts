/** A directive of nginx: `proxy_pass http://api;`, or a block with further ones. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly line: number;
  readonly children: readonly Directive[];
  readonly parent: Directive | undefined;
}

const word =
  /#[^\n]*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[{};]|(?:\\[\s\S]|\$\{[^}]*\}|[^\s{};"'\\])+/g;

/** Every block and directive below one without a name. It accepts more than nginx does. */
export function parseNginx(text: string): Directive {
  const root = { name: '', args: [], line: 1, children: [] as Directive[], parent: undefined };
  let block: { readonly children: Directive[]; readonly parent: Directive | undefined } & Directive = root;
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
      if (found === '{') block = made;
      words = [];
    } else if (found === '}') {
      block = (block.parent as typeof block | undefined) ?? root;
      words = [];
    } else {
      if (words.length === 0) begins = line;
      words.push(/^["']/.test(found) ? found.slice(1, -1) : found);
    }
  }
  return root;
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
