import { segment } from './open-path.ts';
import type { SettledOptions } from './options.ts';
import { scalar } from './yaml.ts';

/** What needs no key, as Envoy matches it in rules and routes alike. */
export interface Open {
  /** The reason, sent to the upstream in `x-lostwax-open`. */
  readonly reason: 'preflight' | 'path';
  /** A RouteMatch, in one line of YAML. */
  readonly match: string;
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
