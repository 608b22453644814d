import type { Rule } from './rule.ts';

/** A line of HAProxy's configuration. */
interface HaproxyLine {
  readonly section: string;
  readonly text: string;
  readonly line: number;
}

export function parseHaproxy(text: string): readonly HaproxyLine[] {
  let section = '';
  return text.split('\n').map((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    const begun = /^(?:global|defaults|frontend|backend|listen)\b.*/.exec(line)?.[0];
    if (begun !== undefined) section = begun;
    return { section, text: line, line: index + 1 };
  });
}

const docs = 'docs/gateways.md#haproxy';

const lines = (config: readonly HaproxyLine[], pattern: RegExp): readonly HaproxyLine[] =>
  config.filter(({ text }) => pattern.test(text));
const numbers = (found: readonly HaproxyLine[]): readonly number[] => found.map(({ line }) => line);
/** Checks keys itself, rather than in a gate behind it. */
const decides = (config: readonly HaproxyLine[]): boolean =>
  lines(config, /^http-request (?:deny|return)\b.*\b(?:unless|if)\b/).length > 0;

/** Traps of HAProxy in front of a gate, or with its own check. */
export const haproxyRules: readonly Rule<readonly HaproxyLine[]>[] = [
  {
    id: 'haproxy-backend-unchecked',
    what: 'requests reach this server without a check',
    why: 'HAProxy checks no keys here, and the server is not health-checked as a gate is (/readyz).',
    fix: 'Send requests to a gate, with http-check send meth GET uri /readyz.',
    docs,
    find: (config) =>
      decides(config)
        ? []
        : numbers(
            lines(config, /^server\s/).filter(
              ({ section }) => !config.some((it) => it.section === section && it.text.includes('/readyz')),
            ),
          ),
  },
  {
    id: 'haproxy-small-buffers',
    what: 'requests with large headers are refused',
    why: 'The gate accepts 128 KiB of headers; the default buffer of HAProxy has 16 KB.',
    fix: 'Set tune.bufsize 140000 and tune.http.maxhdr 1000 in global.',
    docs,
    find: (config) =>
      decides(config) || lines(config, /^tune\.bufsize\s+(?:1[4-9]\d{4}|[2-9]\d{5}|\d{7,})/).length > 0
        ? []
        : [lines(config, /^global\b/)[0]?.line ?? 1],
  },
  {
    id: 'haproxy-identity-spoofable',
    what: 'a client can set x-lostwax-… headers itself',
    why: 'HAProxy passes client headers on, and only those it deletes or sets are safe.',
    fix: 'Add http-request del-header x-lostwax- -m beg before the check.',
    docs,
    find: (config) =>
      decides(config) && lines(config, /^http-request (?:del|set)-header x[-_.\\?[\]]*lostwax/i).length === 0
        ? numbers(lines(config, /^http-request (?:deny|return)\b/).slice(0, 1))
        : [],
  },
  {
    id: 'haproxy-jwt-algorithm',
    what: 'the token chooses the algorithm of its check',
    why: 'A forged token can name another one, such as HS256 or none.',
    fix: 'Write the algorithm: jwt_verify("ES256",…).',
    docs: 'docs/jwt-libraries.md#any-other-library',
    find: (config) => numbers(lines(config, /jwt_verify\(\s*(?:txn|req|sess|proc)\./)),
  },
  {
    id: 'haproxy-jwt-static',
    what: 'a revoked key works until HAProxy is reloaded',
    why: 'HAProxy reads the keys of jwt_verify from files, once, when it starts.',
    fix: 'Put a gate behind HAProxy.',
    docs,
    find: (config) => numbers(lines(config, /jwt_verify\(/)),
  },
];
