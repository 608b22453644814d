import type { SettledOptions } from './options.ts';
import { scalar } from './yaml.ts';

/** What needs no key, as Envoy matches it in rules and routes alike. */
export interface Open {
  /** Why, as the upstream is told in `x-lostwax-open`. */
  readonly reason: 'preflight' | 'path';
  /** A RouteMatch, in one line of YAML. */
  readonly match: string;
}

/** One character of a path that every upstream reads in the same way. */
const plain = "[A-Za-z0-9_~!$&'()*+,=:@.-]";
const plainButDot = plain.replace('.', '');
/** Plain characters, and not dots alone: `/open/../orders` must not open `/orders`. */
const segment = `\\.*${plainButDot}${plain}*`;
const openPath = new RegExp(`^(/${segment})+$`);

/** The rule for open paths that a gate has too: without escapes, `//`, dots alone, semicolons and backslashes. */
export function isOpenPath(path: string): boolean {
  return openPath.test(path);
}

export function openRequests({ preflight, openPaths }: SettledOptions): readonly Open[] {
  const preflights: Open = {
    reason: 'preflight',
    match:
      '{ prefix: /, headers: [{ name: ":method", string_match: { exact: OPTIONS } }, ' +
      '{ name: origin, present_match: true }, { name: access-control-request-method, present_match: true }] }',
  };
  const paths = openPaths.map((path): Open => {
    // Envoy matches the whole path, as it came, without the query.
    const regex = `${path.replaceAll(/[$()*+.]/g, '\\$&')}(/${segment})*/?`;
    return { reason: 'path', match: `{ safe_regex: { regex: ${scalar(regex)} } }` };
  });
  return [...(preflight === 'pass' ? [preflights] : []), ...paths];
}
