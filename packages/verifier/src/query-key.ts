/** Headers in which gateways tell a gate the target that the client requested. */
export const targetHeaders: ReadonlySet<string> = new Set([
  'x-forwarded-uri',
  'x-original-uri',
  'x-original-url',
  'x-envoy-original-path',
]);

const form = /^[\w.~-]{1,64}$/;

/** `scope` is taken: with it, a gateway tells a gate which scopes to require. */
export function isQueryName(name: unknown): name is string {
  return typeof name === 'string' && form.test(name) && name !== 'scope';
}

/** The different values of a query parameter in request targets. A value that isn't well-formed is taken as it is. */
export function queryValues(targets: readonly (string | undefined)[], name: string): ReadonlySet<string> {
  const values = new Set<string>();
  for (const target of targets) {
    const start = target?.indexOf('?') ?? -1;
    if (target === undefined || start < 0) continue;
    const inOne = pairsIn(target.slice(start + 1)).filter(([own]) => own === name);
    for (const [, value] of inOne) if (value !== '') values.add(value);
    // The same parameter twice is two keys, even if they are equal: an upstream may read either.
    if (inOne.length > 1) values.add('\0');
  }
  return values;
}

/** Removes a query parameter from a target, in every spelling of its name. */
export function withoutQuery(target: string, name: string): string {
  const start = target.indexOf('?');
  if (start < 0) return target;
  const kept = target
    .slice(start + 1)
    .split('&')
    .filter((pair) => decoded(pair.split('=', 1)[0] ?? '') !== name);
  return kept.length === 0 ? target.slice(0, start) : `${target.slice(0, start)}?${kept.join('&')}`;
}

function pairsIn(query: string): (readonly [name: string, value: string])[] {
  const [own = ''] = query.split('#', 1);
  return own.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
  });
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
