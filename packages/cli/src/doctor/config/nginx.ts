import { isChecked as checked, isAnswered, locationsIn as locations, passes } from './nginx-check.ts';
import { type Directive, everyDirective, inEffect } from './nginx-parse.ts';
import { LONGEST_CACHE_SECONDS, type Rule } from './rule.ts';

const docs = 'docs/gateways.md#nginx';

const checkNames = (root: Directive): ReadonlySet<string> =>
  new Set(everyDirective(root).flatMap((it) => (it.name === 'auth_request' ? it.args : [])));
const checks = (root: Directive): readonly Directive[] =>
  locations(root).filter((it) => checkNames(root).has(it.args.at(-1) ?? ''));
/** Locations that reach an API by any protocol, for a client or instead of an error page. */
const passing = (root: Directive): readonly Directive[] => {
  const pages = everyDirective(root).flatMap((it) => (it.name === 'error_page' ? it.args.slice(-1) : []));
  return locations(root).filter(
    (it) =>
      passes(it) &&
      (!it.children.some(({ name }) => name === 'internal') || pages.includes(it.args.at(-1) ?? '')) &&
      !checks(root).includes(it),
  );
};
const proxied = (root: Directive): readonly Directive[] =>
  passing(root).filter((it) => it.children.some(({ name }) => name === 'proxy_pass'));
const sets = (it: Directive, header: string, value?: string): boolean =>
  inEffect(it, 'proxy_set_header').some(
    ({ args }) => args[0]?.toLowerCase() === header && (value === undefined || args[1] === value),
  );
const has = (it: Directive, name: string, value?: string): boolean =>
  inEffect(it, name).some(({ args }) => value === undefined || args[0] === value);
/** An empty value, or a variable of a configuration that removes the key but passes on other credentials. */
const clearsKey = (it: Directive): boolean =>
  (sets(it, 'authorization', '') || sets(it, 'authorization', '$lostwax_authorization')) &&
  sets(it, 'x-api-key', '');
/** Bytes of a request body that nginx accepts there; 1 MB unless the configuration says otherwise. */
function bodyLimit(it: Directive): number {
  const limit = bytes(inEffect(it, 'client_max_body_size')[0]?.args[0] ?? '1m');
  return limit === 0 ? Number.POSITIVE_INFINITY : limit;
}
const caches = (it: Directive): boolean => has(it, 'proxy_cache') && !has(it, 'proxy_cache', 'off');
const linesOf = (blocks: readonly Directive[], wrong: (it: Directive) => boolean): readonly number[] =>
  blocks.filter(wrong).map(({ line }) => line);

/** What a gate tells the API. */
const identityHeaders = ['key-id', 'subject', 'workspace', 'scope', 'claims', 'open'].map(
  (it) => `x-lostwax-${it}`,
);
const LEAST_BUFFER_BYTES = 16 * 1024;

function bytes(text = ''): number {
  const [, count = '', unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return Number(count === '' ? 'NaN' : count) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };
function seconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smhd]?)$/.exec(text) ?? [];
  return Number(count === '' ? 'NaN' : count) * (units[unit] ?? Number.NaN);
}

/** Traps of nginx with `auth_request`, or with lostwax.js. */
export const nginxRules: readonly Rule<Directive>[] = [
  {
    id: 'nginx-location-unchecked',
    what: 'a location reaches your API without a check',
    why: 'No auth_request is in effect here, nor an if that sends away what lostwax.js did not accept.',
    fix: 'Print the configuration again with "lostwax gateway nginx" and keep its auth_request, or the whole if with its rewrite.',
    docs,
    find: (root) => linesOf(passing(root), (it) => !checked(it)),
  },
  {
    id: 'nginx-check-missing',
    what: 'the check is not answered by a gate',
    why: 'Without a location of exactly this path that asks the gate, another one answers the check, such as your API with a 200.',
    fix: 'Add the location of the auth_request, as "lostwax gateway nginx" prints it.',
    docs,
    find: (root) =>
      linesOf(
        everyDirective(root).filter(({ name, args }) => name === 'auth_request' && args[0] !== 'off'),
        (it) => !isAnswered(it),
      ),
  },
  {
    id: 'nginx-check-public',
    what: 'clients can call the auth_request location',
    why: 'Without internal, a client can try keys there and read the answer of the gate.',
    fix: 'Add internal; to the location.',
    docs,
    find: (root) => linesOf(checks(root), (it) => !it.children.some(({ name }) => name === 'internal')),
  },
  {
    id: 'nginx-check-sends-body',
    what: 'the check forwards the request body',
    why: 'The gate needs only headers; a body slows the check or breaks it.',
    fix: 'Add proxy_pass_request_body off; to the auth_request location.',
    docs,
    find: (root) => linesOf(checks(root), (it) => !has(it, 'proxy_pass_request_body', 'off')),
  },
  {
    id: 'nginx-check-content-length',
    what: 'the check announces a body that it does not send',
    why: 'The gate waits for the body until the check times out.',
    fix: 'Add proxy_set_header Content-Length ""; to the auth_request location.',
    docs,
    find: (root) => linesOf(checks(root), (it) => !sets(it, 'content-length', '')),
  },
  {
    id: 'nginx-upload-limit',
    what: 'an upload that the location accepts fails in the check',
    why: 'The limit also applies to the check, where its default is 1 MB, and the client gets a 5xx.',
    fix: 'Set client_max_body_size in the server, or client_max_body_size 0; in the auth_request location.',
    docs,
    find: (root) => {
      const limits = passing(root).filter(checked).map(bodyLimit);
      const most = limits.reduce((one, other) => Math.max(one, other), 0);
      return linesOf(checks(root), (it) => !has(it, 'client_max_body_size') || bodyLimit(it) < most);
    },
  },
  {
    id: 'nginx-check-cached',
    what: `answers of the check are cached for more than ${LONGEST_CACHE_SECONDS} s`,
    why: 'A revoked key works until its cached answer expires.',
    fix: 'Remove proxy_cache from the auth_request location: the gate answers in microseconds.',
    docs,
    find: (root) =>
      checks(root)
        .filter(caches)
        .flatMap((it) => inEffect(it, 'proxy_cache_valid'))
        .filter(({ args }) => !(seconds(args.at(-1) ?? '') <= LONGEST_CACHE_SECONDS))
        .map(({ line }) => line),
  },
  {
    id: 'nginx-check-cache-shared',
    what: "one client's cached answer lets others pass",
    why: 'By default the cache tells requests apart by the URL of the check, which is the same for every key.',
    fix: 'Remove proxy_cache, or set proxy_cache_key $http_authorization$http_x_api_key;.',
    docs,
    find: (root) =>
      linesOf(checks(root).filter(caches), (it) => {
        const key = inEffect(it, 'proxy_cache_key')[0]?.args.join(' ') ?? '';
        return !key.includes('$http_authorization') || !key.includes('$http_x_api_key');
      }),
  },
  {
    id: 'nginx-satisfy-any',
    what: 'requests may pass without a key',
    why: 'With satisfy any, an address that allow names is enough.',
    fix: 'Remove satisfy any;.',
    docs,
    find: (root) => linesOf(passing(root), (it) => checked(it) && has(it, 'satisfy', 'any')),
  },
  {
    id: 'nginx-table-open',
    what: 'others can change the table of keys',
    why: 'Anyone who can reach lostwax.push can make a key valid.',
    fix: 'Let its server listen on a Unix socket only, in a folder with mode 700.',
    docs: 'gateways/nginx/README.md',
    find: (root) =>
      everyDirective(root)
        .filter(({ name, args }) => name === 'js_content' && args[0] === 'lostwax.push')
        // Without a listen, nginx listens on port 80 or 8000.
        .flatMap((it) => (has(it, 'listen') ? inEffect(it, 'listen') : [it]))
        .filter(({ args }) => !args[0]?.startsWith('unix:'))
        .map(({ line }) => line),
  },
  {
    id: 'nginx-identity-spoofable',
    what: 'a client can set an X-Lostwax-… header itself',
    why: 'nginx passes client headers on. A location with its own proxy_set_header inherits none.',
    fix: 'Repeat every proxy_set_header X-Lostwax-… line in this location.',
    docs,
    find: (root) =>
      linesOf(proxied(root), (it) => checked(it) && !identityHeaders.every((header) => sets(it, header))),
  },
  {
    id: 'nginx-key-forwarded',
    what: 'the key is forwarded to your API',
    why: 'Your API, its logs and whatever it calls can read the key.',
    fix: 'Add proxy_set_header Authorization ""; and proxy_set_header X-Api-Key ""; to this location.',
    docs,
    find: (root) => linesOf(proxied(root), (it) => checked(it) && !clearsKey(it)),
  },
  {
    id: 'nginx-underscores',
    what: 'headers with underscores or dots are accepted',
    why: 'Many APIs read x_lostwax_subject as x-lostwax-subject, and a client can set it.',
    fix: 'Remove underscores_in_headers on; and ignore_invalid_headers off;.',
    docs,
    find: (root) =>
      linesOf(
        everyDirective(root),
        ({ name, args }) =>
          (name === 'underscores_in_headers' && args[0] === 'on') ||
          (name === 'ignore_invalid_headers' && args[0] === 'off'),
      ),
  },
  {
    id: 'nginx-check-small-buffer',
    what: 'keys with long claims are refused',
    why: 'The headers of the gate can exceed 4 KB, the default of proxy_buffer_size, and the check then fails.',
    fix: 'Add proxy_buffer_size 16k; and proxy_buffers 8 16k; to the auth_request location.',
    docs,
    find: (root) =>
      linesOf(
        checks(root),
        (it) => !(bytes(inEffect(it, 'proxy_buffer_size')[0]?.args[0]) >= LEAST_BUFFER_BYTES),
      ),
  },
  {
    id: 'nginx-small-headers',
    what: 'requests with a large header, such as cookies, are refused',
    why: 'The gate accepts 128 KiB of headers; nginx refuses a line over 8 KB by default.',
    fix: 'Set large_client_header_buffers 4 64k; in the server.',
    docs,
    find: (root) =>
      linesOf(
        checks(root),
        (it) => !(bytes(inEffect(it, 'large_client_header_buffers')[0]?.args[1]) >= LEAST_BUFFER_BYTES),
      ),
  },
];
