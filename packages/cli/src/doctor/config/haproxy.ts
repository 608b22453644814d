import { decides, ignoredRules, openIn, uncheckedServers } from './haproxy-check.ts';
import { type HaproxyLine, matching as lines, proxies } from './haproxy-parse.ts';
import type { Rule } from './rule.ts';
import { everySpelling, patternOf } from './spellings.ts';

const docs = 'docs/gateways.md#haproxy';
const pinsDocs = 'gateways/haproxy/README.md';

const numbers = (found: readonly HaproxyLine[]): readonly number[] => found.map(({ line }) => line);
const checksItself = (config: readonly HaproxyLine[]): boolean =>
  proxies(config).some((it) => decides(config, it));

/** Reports whether a line deletes a header of this name. */
function deletes({ text }: HaproxyLine, name: string): boolean {
  const found = /^http-request del-header\s+('[^']*'|"[^"]*"|\S+)(?:\s+-m\s+(\w+))?/.exec(text);
  if (found === null) return false;
  const [, quoted = '', how = 'str'] = found;
  const given = quoted.replaceAll(/^['"]|['"]$/g, '').toLowerCase();
  switch (how) {
    case 'beg':
      return name.startsWith(given);
    case 'sub':
      return name.includes(given);
    case 'end':
      return name.endsWith(given);
    case 'reg':
      return patternOf(given, false)?.test(name) === true;
    default:
      return name === given;
  }
}

/** Traps of HAProxy in front of a gate, or with its own check. */
export const haproxyRules: readonly Rule<readonly HaproxyLine[]>[] = [
  {
    id: 'haproxy-backend-unchecked',
    what: 'requests reach this server without a check',
    why: 'No rule of HAProxy refuses requests by what it found for their key, and the server is not health-checked as a gate is (/readyz).',
    fix: 'Refuse requests without a valid key, or send them to a gate, with http-check send meth GET uri /readyz.',
    docs,
    find: (config) => numbers(uncheckedServers(config)),
  },
  {
    id: 'haproxy-rules-ignored',
    what: 'requests pass without a check',
    why: 'HAProxy ignores http-request rules in TCP mode, which is its default.',
    fix: 'Set mode http in defaults.',
    docs: pinsDocs,
    find: (config) => numbers(ignoredRules(config)),
  },
  {
    id: 'haproxy-small-buffers',
    what: 'requests with large headers are refused',
    why: 'The gate accepts 128 KiB of headers; the default buffer of HAProxy has 16 KB.',
    fix: 'Set tune.bufsize 140000 and tune.http.maxhdr 1000 in global.',
    docs,
    find: (config) =>
      !config.some(({ text }) => text.includes('/readyz')) ||
      lines(config, /^tune\.bufsize\s+(?:1[4-9]\d{4}|[2-9]\d{5}|\d{7,})/).length > 0
        ? []
        : [lines(config, /^global\b/)[0]?.line ?? 1],
  },
  {
    id: 'haproxy-identity-spoofable',
    what: 'a client can set x-lostwax-… headers itself',
    why: 'HAProxy passes client headers on, and many APIs read x_lostwax_subject as x-lostwax-subject.',
    fix: "Add http-request del-header '^x[^a-z0-9]lostwax' -m reg before the check.",
    docs: pinsDocs,
    find: (config) =>
      checksItself(config) && !everySpelling((name) => config.some((it) => deletes(it, name)))
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
  {
    id: 'haproxy-socket-open',
    what: 'others can change the table of keys',
    why: 'Anyone who can write to the runtime API can make a key valid.',
    fix: 'Use a Unix socket with mode 600: stats socket /run/haproxy/admin.sock mode 600 level admin.',
    docs: pinsDocs,
    find: (config) =>
      numbers(
        lines(config, /^stats socket\s.*\blevel admin\b/).filter(
          ({ text }) => !/^stats socket\s+(?:unix@)?\//.test(text) || /\bmode\s+\d*[2367]\b/.test(text),
        ),
      ),
  },
  {
    id: 'haproxy-pins-file',
    what: 'a restart brings an older set of keys back',
    why: 'HAProxy reads the file of the map when it starts, with keys that were revoked since.',
    fix: 'Use map_str(/dev/null), which begins empty, as "lostwax gateway haproxy --mode pins" prints it.',
    docs: pinsDocs,
    find: (config) => numbers(lines(config, /sha2\(256\).*,map_str\((?!\/+dev\/null)/)),
  },
  {
    id: 'haproxy-pins-open',
    what: 'requests without a valid key pass',
    why: 'HAProxy sends on whatever no rule refuses, and allows whatever an allow without a condition meets first.',
    fix: 'End the rules with http-request return without a condition, as "lostwax gateway haproxy --mode pins" prints them.',
    docs: pinsDocs,
    find: (config) => numbers(proxies(config).flatMap((it) => openIn(config, it))),
  },
  {
    id: 'haproxy-pins-deadline',
    what: 'revoked keys work for as long as "lostwax pins" does not run',
    why: 'Nothing compares the deadline that it writes with the clock.',
    fix: 'Allow requests only if lostwax_current, as "lostwax gateway haproxy --mode pins" prints it.',
    docs: pinsDocs,
    find: (config) => {
      const looked = lines(config, /sha2\(256\).*,map_str\(/);
      const kept = config.some(({ text }) => text.includes('str(deadline),map_str('));
      const used = config.some(({ text }) => /^http-request allow\b.*\blostwax_current\b/.test(text));
      return kept && used ? [] : numbers(looked.slice(0, 1));
    },
  },
];
