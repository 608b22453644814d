/** Which requests HAProxy checks itself, rather than in a gate behind it. */
import { conditionOf, type HaproxyLine, matching, proxies } from './haproxy-parse.ts';

type Config = readonly HaproxyLine[];

const isRefusal = /^http-request (?:deny|return|reject|tarpit|silent-drop)\b/;
const isAllowance = /^http-request allow\b/;

/** Reports whether a section lets requests pass, or refuses them, by what was found out about their key. */
export function decides(config: Config, section: Config): boolean {
  return section.some(
    (it) => (isRefusal.test(it.text) || isAllowance.test(it.text)) && dependsOnKey(config, section, it),
  );
}

/** Lines that let a request pass whatever its key is: an `allow` without a condition, or one without a refusal after the last. */
export function openIn(config: Config, section: Config): readonly HaproxyLine[] {
  const allows = matching(section, isAllowance);
  const open = allows.filter((it) => conditionOf(it) === undefined);
  const last = allows.findLast((it) => dependsOnKey(config, section, it));
  if (last === undefined) return open;
  const refuses = section.some(
    (it) => it.line > last.line && isRefusal.test(it.text) && conditionOf(it) === undefined,
  );
  return refuses ? open : [...open, last];
}

/** Servers that requests can reach through a section that doesn't decide. A server whose health is a gate's (/readyz) is a gate. */
export function uncheckedServers(config: Config): readonly HaproxyLine[] {
  const all = proxies(config);
  const fronts = all.filter(([first]) => /^(?:frontend|listen)\b/.test(first?.text ?? ''));
  return all
    .filter((it) => !it.some(({ text }) => text.includes('/readyz')) && !decides(config, it))
    .filter((it) => {
      const [kind, name = ''] = it[0]?.text.split(/\s+/) ?? [];
      if (kind !== 'backend' || fronts.length === 0) return true;
      return fronts.some((front) => routesTo(config, front, name) && !decides(config, front));
    })
    .flatMap((it) => matching(it, /^server(?:-template)?\s/));
}

function routesTo(config: Config, front: Config, backend: string): boolean {
  const defaults = config.filter(({ section }) => section.startsWith('defaults'));
  return [...front, ...defaults].some(({ text }) => {
    const [word = '', to = ''] = text.split(/\s+/);
    return /^(?:default|use)_backend$/.test(word) && (to === backend || to.includes('%['));
  });
}

/** Proxies whose rules about requests HAProxy ignores, because they are in TCP mode, its default. */
export function ignoredRules(config: Config): readonly HaproxyLine[] {
  // A file without these is one of several.
  if (matching(config, /^(?:global|defaults)\b/).length === 0) return [];
  return proxies(config).flatMap((it) => {
    const own = matching(it, /^mode\s/).at(-1);
    const mode = own?.text ?? defaultMode(config, it[0]);
    return /^mode\s+http$/.test(mode) ? [] : matching(it, /^http-request\s/).slice(0, 1);
  });
}

/** The mode in the `defaults` that a section names, otherwise in the closest before it. */
function defaultMode(config: Config, section: HaproxyLine | undefined): string {
  const named = /\sfrom\s+(\S+)/.exec(section?.text ?? '')?.[1];
  const heads = matching(config, /^defaults\b/).filter(({ text, line }) =>
    named === undefined ? line < (section?.line ?? 0) : text.split(/\s+/)[1] === named,
  );
  const from = heads.at(-1)?.line ?? config.length;
  const rest = config.slice(from);
  const end = rest.findIndex(({ text, section: name }) => text === name && text !== '');
  return matching(end < 0 ? rest : rest.slice(0, end), /^mode\s/).at(-1)?.text ?? '';
}

function dependsOnKey(config: Config, section: Config, rule: HaproxyLine): boolean {
  const condition = conditionOf(rule);
  if (condition === undefined) return false;
  const names = new Set(condition.split(/[\s!]+/));
  const acls = matching(section, /^acl\s/).flatMap(({ text }) => {
    const [, name = '', ...test] = text.split(/\s+/);
    return names.has(name) ? [test.join(' ')] : [];
  });
  return [condition, ...acls].some((it) => looksUp(config, it, new Set()));
}

/** Whether an expression depends on what was found for something in the request, in a table or by Lua or another agent. */
function looksUp(config: Config, expression: string, seen: ReadonlySet<string>): boolean {
  const fromRequest = expression.replaceAll(/\bstr\([^)]*\)\S*/g, '');
  if (/jwt_verify\(|\blua\.|,map/.test(fromRequest)) return true;
  return [...fromRequest.matchAll(/\bvar\(((?:txn|req|sess)\.[\w.]+)/g)].some(({ 1: name = '' }) => {
    if (seen.has(name)) return false;
    const set = config.flatMap(({ text }) => text.split(/set-var(?:-fmt)?\(/)[1] ?? []);
    const values = set.flatMap((it) => (it.split(/[),]/)[0] === name ? [it] : []));
    return values.length === 0 || values.some((it) => looksUp(config, it, new Set([...seen, name])));
  });
}
