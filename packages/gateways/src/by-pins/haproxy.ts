import { haproxyDefaults } from '../haproxy-defaults.ts';
import { claimsBeginning } from './claims.ts';
import { type ByPinsOptions, type ByPinsSettings, readSocket, settlePins } from './options.ts';
import { type PinAnswer, type PinRefusal, pinAnswer, pinRefusals } from './refusals.ts';

/** What HAProxy's configuration has in addition. */
export interface HaproxyPinsOptions extends ByPinsOptions {
  /** Of the runtime API. `/run/haproxy/admin.sock` by default. */
  readonly socket?: string | undefined;
}

/** Where Debian's HAProxy has its runtime API. */
export const HAPROXY_SOCKET = '/run/haproxy/admin.sock';

/** What follows "Bearer " and any more spaces. */
const AFTER_BEARER = 'bytes(7),ltrim(\\ )';
/** From a key to the record of its pin. */
const LOOKUP = 'sha2(256),ub64enc,map_str(/dev/null)';
/** A key with its scheme repeated. */
const BEARER = '-i -m beg "bearer " "bearer:"';

/**
 * A configuration for HAProxy 2.6 or later that checks keys by itself, in a table that `lostwax pins` keeps.
 *
 * @returns The configuration, ended by a new line.
 * @throws RangeError for what it cannot contain.
 * @see gateways/haproxy/README.md
 */
export function renderHaproxyPins(options: HaproxyPinsOptions): string {
  const settings = settlePins(options);
  const { issuer, workspace, upstream, listen } = settings;
  const socket = readSocket(options.socket ?? HAPROXY_SOCKET);
  return `# HAProxy checks the keys of ${issuer} itself, in a table that this process keeps:
#   lostwax ${haproxyPinsArguments(options)}
# A revoked key is refused, and a new one accepted, within a second. Until the table is there, and when it is too old,
# every request with a key gets 503.
global
  # Anyone who can write to this socket can make a key valid.
  stats socket ${socket} mode 600 level admin

${haproxyDefaults}

frontend api
  bind ${listen}
  option forwardfor

  # No header that a client sends can pass for those below, or for another spelling of X-Api-Key. HAProxy has already
  # decided about the connection itself.
  http-request del-header '^(x[^a-z0-9]lostwax|x[^a-z0-9]api[^a-z0-9-]key$|x[^a-z0-9-]api-key$|connection$|upgrade$)' -m reg

  # The record of the pin of the request's key: expiration, customer, scopes and claims, separated by tabs. Both
  # tables begin empty at every start, so that no file can bring an older set back.
  acl lostwax_bearer req.fhdr(authorization),bytes(0,7) -i -m str "bearer "
  acl lostwax_api_key req.fhdr(x-api-key) -m len ge 1
  acl lostwax_two_lines req.fhdr(authorization,2) -m found
  acl lostwax_two_lines req.fhdr(x-api-key,2) -m found
  http-request ${answer(pinRefusals.key_repeated)} if lostwax_two_lines or lostwax_api_key lostwax_bearer
  http-request set-var(txn.lostwax_record) req.fhdr(x-api-key),${LOOKUP} if lostwax_api_key
  http-request set-var(txn.lostwax_record) req.fhdr(authorization),${AFTER_BEARER},${LOOKUP} if lostwax_bearer
  acl lostwax_known var(txn.lostwax_record) -m found

  # What lets a request pass.
  http-request set-var(txn.lostwax_now) date
  acl lostwax_current str(deadline),map_str(//dev/null),sub(txn.lostwax_now) gt 0
  acl lostwax_lasting var(txn.lostwax_record) -m beg 0
  acl lostwax_lasting var(txn.lostwax_record),field(1,\\t),sub(txn.lostwax_now) gt 0

  # Who calls, for the API. The record has the end of the claims, which begins with the key ID; their beginning is the same
  # for all keys.
  http-request set-var(txn.lostwax_claims) var(txn.lostwax_record),field(-1,\\t)
  http-request add-header X-Lostwax-Key-Id %[var(txn.lostwax_claims),field(1,\\\\\\")]
  http-request add-header X-Lostwax-Subject %[var(txn.lostwax_record),field(2,\\t)]
  http-request add-header X-Lostwax-Workspace ${workspace}
  http-request add-header X-Lostwax-Scope %[var(txn.lostwax_record),field(3,\\t)]
  http-request add-header X-Lostwax-Claims ${claimsBeginning(settings)}%[var(txn.lostwax_claims),ub64enc]
  http-request del-header x-api-key if lostwax_known
  http-request del-header authorization if lostwax_known lostwax_bearer
${scopeRules(settings)}
  # Only this lets a request pass. All that follows says why it does not.
  http-request allow if lostwax_known lostwax_current lostwax_lasting
${unknownRules()}
  http-request ${answer(pinRefusals.set_stale)} unless lostwax_current
  http-request ${answer(pinRefusals.key_expired)} if lostwax_known
  http-request ${answer(pinRefusals.key_unknown)}
  default_backend api

backend api
  server api ${upstream}
`;
}

/** Requests whose key is not in the table: most of all those without one. */
function unknownRules(): string {
  const after = `lostwax_bearer { req.fhdr(authorization),${AFTER_BEARER}`;
  const rules: readonly (readonly [PinRefusal, string])[] = [
    [pinRefusals.scheme_doubled, `{ req.fhdr(x-api-key) ${BEARER} } or !lostwax_known ${after} ${BEARER} }`],
    [pinRefusals.key_repeated, `{ req.fhdr(x-api-key) -m sub , } or !lostwax_known ${after} -m sub , }`],
  ];
  const keyless: readonly (readonly [PinRefusal, string])[] = [
    [pinRefusals.scheme_unknown, '{ req.fhdr(authorization) -m sub "\\ " "\\t" }'],
    [pinRefusals.scheme_unknown, '{ req.fhdr(authorization) -i -m beg bearer: }'],
    [
      pinRefusals.scheme_missing,
      '{ req.fhdr(authorization) -m len ge 1 } !{ req.fhdr(authorization) -i -m str bearer }',
    ],
    [pinRefusals.key_missing, ''],
  ];
  return [
    ...rules.map(([refusal, when]) => `  http-request ${answer(refusal)} if !lostwax_known ${when}`),
    ...keyless.map(([refusal, when]) =>
      `  http-request ${answer(refusal)} if !lostwax_known !lostwax_api_key !lostwax_bearer ${when}`.trimEnd(),
    ),
  ].join('\n');
}

/** Each scope is checked on its own. A path with anything that an API may read in another way needs those of every path. */
function scopeRules({ scopes, paths }: ByPinsSettings): string {
  if (scopes.length === 0 && paths.length === 0) return '';
  const all = scopes.length === 0 ? [] : [needs(scopes, [''])];
  const odd = paths.length === 0 ? [] : ["  acl lostwax_odd_path path -m reg '[%;\\\\]|//|/[.]'"];
  return [
    '',
    '  # Scopes.',
    '  http-request set-var(txn.lostwax_scope) var(txn.lostwax_record),field(3,\\t)',
    '  http-request set-var(txn.lostwax_scopes) str(\\ ),concat(,txn.lostwax_scope,\\ )',
    ...all,
    ...odd,
    ...paths.flatMap(({ path, scopes: own }, at) => [
      `  acl lostwax_path_${at} path -i ${path}`,
      `  acl lostwax_path_${at} path -i -m beg ${path}/`,
      needs(own, [`lostwax_path_${at}`, 'lostwax_odd_path']),
    ]),
    '',
  ].join('\n');
}

/** @param conditions - Any of which asks for the scopes; `''` for every request. */
function needs(scopes: readonly string[], conditions: readonly string[]): string {
  const refuse = answer(pinRefusals.insufficient_scope, scopes);
  return scopes
    .map((scope) => {
      const lacks = `lostwax_known lostwax_current lostwax_lasting !{ var(txn.lostwax_scopes) -m sub " ${scope} " }`;
      return `  http-request ${refuse} if ${conditions.map((it) => `${it} ${lacks}`.trimStart()).join(' or ')}`;
    })
    .join('\n');
}

function answer(refusal: PinRefusal, scopes?: readonly string[]): string {
  const { status, body, headers }: PinAnswer = pinAnswer(refusal, scopes);
  const lines = headers.map(([name, value]) => `hdr ${name} ${quoted(value)}`);
  return `return status ${status} content-type application/problem+json string ${quoted(body)} ${lines.join(' ')}`;
}

/** In single quotes nothing means anything, and a quote ends them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The arguments after `lostwax` that start the process which keeps the table. */
export function haproxyPinsArguments({ issuer, socket }: HaproxyPinsOptions): string {
  return `pins --issuer ${issuer} --feed-key-file feed.key --to haproxy:${readSocket(socket ?? HAPROXY_SOCKET)}`;
}
