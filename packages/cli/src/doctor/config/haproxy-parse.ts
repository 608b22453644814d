/** A line of HAProxy's configuration. */
export interface HaproxyLine {
  /** The first line of its section, such as `frontend api`; empty before the first. */
  readonly section: string;
  /** Without comments and outer spaces. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const sections =
  /^(?:global|defaults|frontend|backend|listen|peers|resolvers|mailers|userlist|program|cache|ring|http-errors|fcgi-app|log-forward|log-profile|crt-store|traces)\b.*/;

export function parseHaproxy(text: string): readonly HaproxyLine[] {
  let section = '';
  return text.split('\n').map((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    section = sections.exec(line)?.[0] ?? section;
    return { section, text: line, line: index + 1 };
  });
}

export function matching(config: readonly HaproxyLine[], pattern: RegExp): readonly HaproxyLine[] {
  return config.filter(({ text }) => pattern.test(text));
}

/** The lines of each section that can have rules about requests. */
export function proxies(config: readonly HaproxyLine[]): readonly (readonly HaproxyLine[])[] {
  const names = new Set(matching(config, /^(?:frontend|backend|listen)\b/).map(({ section }) => section));
  return Array.from(names, (name) => config.filter(({ section }) => section === name));
}

/** The condition of a rule, from `if` or `unless` on; undefined for a rule that holds for all requests. */
export function conditionOf({ text }: HaproxyLine): string | undefined {
  // Texts in quotes may contain anything.
  const bare = text.replaceAll(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, (it) => '_'.repeat(it.length));
  const at = /\s(?:if|unless)\s/.exec(bare)?.index;
  return at === undefined ? undefined : text.slice(at);
}
