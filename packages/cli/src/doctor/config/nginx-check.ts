/** Which locations of nginx need a key. */
import { type Directive, everyDirective, inEffect, serverOf } from './nginx-parse.ts';
import { patternOf } from './spellings.ts';

const isPass = ({ name }: Directive): boolean => /^(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.test(name);

/** Reports whether a location reaches an API by any protocol, also in an `if` of its own. */
export function passes(location: Directive): boolean {
  return location.children.some((it) => isPass(it) || (it.name !== 'location' && passes(it)));
}

/** Locations anywhere below. */
export function locationsIn(it: Directive): readonly Directive[] {
  return everyDirective(it).filter(({ name }) => name === 'location');
}

/** Reports whether a location needs a key: by `auth_request`, or by lostwax.js and an `if` here or in the server. */
export function isChecked(location: Directive): boolean {
  const server = serverOf(location);
  return (
    inEffect(location, 'auth_request').some(({ args }) => args[0] !== 'off') ||
    refusesBadKeys(location) ||
    (server !== undefined && refusesBadKeys(server))
  );
}

/** Whether an `if` directly in a block sends away every request without a good key, before something else sends it on. */
function refusesBadKeys(block: Directive): boolean {
  for (const it of block.children) {
    const refuses = it.name === 'if' && it.children.some((then) => sendsAway(then));
    if (refuses && matchesBadKeys(it)) return true;
    if ([it, ...it.children].some((one) => endsRewriting(one) && !sendsAway(one))) return false;
  }
  return false;
}

/** Whether the condition of an `if` holds for what lostwax.js answers about a bad key: a word, such as `key_missing`. */
function matchesBadKeys(it: Directive): boolean {
  const [first = '', operator = '', pattern = '', closing] = it.args[0] === '(' ? it.args.slice(1) : it.args;
  const good = closing === undefined ? pattern.replace(/\)$/, '') : pattern;
  return (
    verdictsOf(it).includes(first.replace(/^\(/, '')) &&
    /^!~\*?$/.test(operator) &&
    patternOf(good, false)?.test('key_missing') !== true
  );
}

/** Variables with the answer of lostwax.js; the printed one if they are set in another file. */
function verdictsOf(it: Directive): readonly string[] {
  const root = rootOf(it);
  const set = everyDirective(root).filter(({ name }) => name === 'js_set');
  if (set.length === 0) return ['$lostwax_check'];
  return set.filter(({ args }) => args[1]?.endsWith('.check') === true).map(({ args }) => args[0] ?? '');
}

const rootOf = (it: Directive): Directive => (it.parent === undefined ? it : rootOf(it.parent));

/** After these, nginx runs no further `if`, `return` and `rewrite` of the block. */
function endsRewriting({ name, args }: Directive): boolean {
  return name === 'break' || (name === 'rewrite' && /^(?:last|break)$/.test(args[2] ?? ''));
}

/** Whether a request ends here: in a response of nginx itself. */
function sendsAway(it: Directive): boolean {
  const scope = serverOf(it) ?? rootOf(it);
  if (it.name === 'return') return !isCaught(it.args[0] ?? '', scope);
  if (it.name !== 'rewrite') return false;
  const [pattern = '', target = '', flag] = it.args;
  const matchesAll = ['/', '/a.b/c-1'].every((path) => patternOf(pattern, false)?.test(path) === true);
  if (!matchesAll) return false;
  return /^(?:redirect|permanent)$/.test(flag ?? '') || (flag === 'last' && landsInRefusal(target, scope));
}

/** Whether an `error_page` answers a status from an API. */
function isCaught(status: string, scope: Directive): boolean {
  const pages = everyDirective(scope).filter((it) => it.name === 'error_page' && it.args.includes(status));
  return pages.some(({ args }) =>
    locationsIn(scope).some((it) => it.args.at(-1) === args.at(-1) && passes(it)),
  );
}

/** Whether the location of a path reaches no API. A path with variables must be in a location that no pattern can precede. */
function landsInRefusal(target: string, scope: Directive): boolean {
  const [fixed = ''] = target.split(/[$?]/);
  const varies = target.includes('$');
  const all = locationsIn(scope);
  const exact = varies ? undefined : all.find(({ args }) => args[0] === '=' && args[1] === fixed);
  const longest = all
    .filter(({ args }) => /^(?:\/|\^~$)/.test(args[0] ?? '') && fixed.startsWith(args.at(-1) ?? ''))
    .sort((one, other) => (other.args.at(-1) ?? '').length - (one.args.at(-1) ?? '').length)[0];
  const found = exact ?? longest;
  return found !== undefined && !passes(found) && (found === exact || found.args[0] === '^~');
}

/** Reports whether the server of an `auth_request` has a location for it that asks something else. */
export function isAnswered(check: Directive): boolean {
  const scope = serverOf(check) ?? rootOf(check);
  if (locationsIn(scope).length === 0 || scope.children.some(({ name }) => name === 'include')) return true;
  const [path = ''] = (check.args[0] ?? '').split('?');
  return locationsIn(scope).some(
    (it) =>
      it.args.at(-1) === path &&
      it.children.some((one) => isPass(one) || one.name === 'js_content') &&
      !it.children.some(({ name }) => name === 'return'),
  );
}
