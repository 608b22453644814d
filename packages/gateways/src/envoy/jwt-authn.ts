import { headerPrefix, keySetUrl, shards } from '@lostwax/core';
import { cacheDurationSeconds, periodSeconds } from './fetch.ts';
import { openRequests } from './open.ts';
import type { SettledOptions } from './options.ts';
import { scalar } from './yaml.ts';

/** The `providers` and `rules` of Envoy's jwt_authn filter. */
export function renderJwtAuthn(options: SettledOptions): string {
  return options.shards === 1 ? wholeSet(options) : shardedSet(options);
}

function wholeSet(options: SettledOptions): string {
  return `providers:
${why(options)}
  ${provider('whole_set', options.issuer, undefined, options)}
rules:
${openRules(options)}  - match: { prefix: / }
    requires: { provider_name: whole_set }`;
}

/** The first rule that matches decides, and one that requires nothing lets the request through. */
function openRules(options: SettledOptions): string {
  const rules = openRequests(options).map(({ match }) => `  - match: ${match}\n`);
  return rules.length === 0 ? '' : `  # Needs no key.\n${rules.join('')}`;
}

/**
 * A rule that nothing matches would let a request through unchecked, so the last rule takes all that the 256 leave,
 * and asks of it what no key has: an issuer of another name.
 */
function shardedSet(options: SettledOptions): string {
  const providers = shards.map((shard) => `  ${provider(`shard_${shard}`, options.issuer, shard, options)}`);
  const rules = shards.map((shard) => {
    const start = scalar(`Bearer ${headerPrefix(options.prefix, shard)}`);
    const match = `{ prefix: /, headers: [{ name: authorization, string_match: { prefix: ${start} } }] }`;
    return `  - { match: ${match}, requires: { provider_name: shard_${shard} } }`;
  });
  return `providers:
${why(options)}
${providers.join('\n')}
  # Accepts nothing, because no key has this issuer.
  ${provider('no_shard', 'urn:lostwax:no-shard', '00', options)}
rules:
${openRules(options)}  # The first characters of a key give its shard, and with it the document that must contain the key.
${rules.join('\n')}
  # Everything else is refused here. Without this rule it would pass unchecked.
  - match: { prefix: / }
    requires: { provider_name: no_shard }`;
}

/** The reasons, once above all providers. */
function why({ revocationSeconds, key }: SettledOptions): string {
  const forward =
    key === 'pass'
      ? 'the upstream also gets the key, as you chose'
      : 'the upstream learns who called, but never gets the key';
  return `  # from_headers: by default, keys are also read from the query, which ends up in logs.
  # forward: ${forward}.
  # clock_skew_seconds: keys are never valid from a future time, so more would only prolong expired ones.
  # cache_duration: fetched again every ${periodSeconds(revocationSeconds)} s; Envoy shortens values above 5 s by 5 s.
  # async_fetch: in the background, and once before the listener opens.
  # Never add jwt_cache_config: a cached key is accepted even after it was revoked.`;
}

/** One line, written out in full: YAML aliases would be shorter, but many tools refuse hundreds of them. */
function provider(name: string, issuer: string, shard: string | undefined, options: SettledOptions): string {
  const { keySetOrigin, workspace, audience, revocationSeconds, reader, key } = options;
  const asWhom = reader === null ? '' : `?reader=${reader}`;
  const uri = scalar(`${keySetUrl(`${keySetOrigin}/${workspace}`, shard)}${asWhom}`);
  const keySet =
    `http_uri: { uri: ${uri}, cluster: lostwax_key_set, timeout: ${fetchTimeoutSeconds(revocationSeconds)}s }, ` +
    `cache_duration: ${cacheDurationSeconds(revocationSeconds)}s, ` +
    'async_fetch: { fast_listener: false, failed_refetch_duration: 1s }';
  const toUpstream =
    `forward: ${key === 'pass'}, ` +
    'forward_payload_header: x-lostwax-claims, claim_to_headers: [' +
    '{ header_name: x-lostwax-subject, claim_name: sub }, ' +
    '{ header_name: x-lostwax-key-id, claim_name: jti }, ' +
    '{ header_name: x-lostwax-scope, claim_name: scope }]';
  return (
    `${name}: { issuer: ${scalar(issuer)}, audiences: [${scalar(audience)}], clock_skew_seconds: 1, ` +
    `from_headers: [{ name: Authorization, value_prefix: "Bearer " }], remote_jwks: { ${keySet} }, ${toUpstream} }`
  );
}

/** Never under 5 s: at the start 256 documents are asked for at once, and one that fails leaves its shard without keys. */
function fetchTimeoutSeconds(revocationSeconds: number): number {
  return Math.min(Math.max(revocationSeconds, 5), 10);
}
