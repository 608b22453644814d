import { isOverLimit } from './key-set.ts';
import { LONGEST_CACHE_SECONDS, type Rule } from './rule.ts';
import { everySpelling, patternOf } from './spellings.ts';
import type { Block } from './yaml-block.ts';

const docs = 'gateways/envoy/README.md';
const gateDocs = 'docs/gateways.md#envoy';

const providers = (root: Block): readonly Block[] =>
  root.all.filter((it) => it.name === 'providers').flatMap((it) => it.children);
const named = (name: string) => (root: Block) => root.all.filter((it) => it.name === name);
const ofType = (root: Block, type: string): readonly Block[] =>
  root.all.filter((it) => it.text('@type')?.endsWith(`.${type}`) === true);
/** Where a member is, in each of the blocks that are wrong: by default, in those that have it. */
const linesOf = (
  member: string,
  blocks: readonly Block[],
  wrong = (it: Block): boolean => it.has(member),
): readonly number[] => blocks.filter(wrong).map((it) => it.lineOf(member));
const having = (member: string) => (root: Block) => linesOf(member, root.all);
/** Where a member says `true`. */
const linesOfTrue = (member: string, blocks: readonly Block[]): readonly number[] =>
  linesOf(member, blocks, (it) => it.text(member) === 'true');
const without = (blocks: readonly Block[], member: string): readonly number[] =>
  blocks.filter((it) => !it.has(member)).map((it) => it.line);
const seconds = (text: string | undefined): number => Number(/^([\d.]+)s$/.exec(text ?? '')?.[1]);

/** Traps of Envoy's jwt_authn and ext_authz filters. */
export const envoyRules: readonly Rule<Block>[] = [
  {
    id: 'envoy-unchecked',
    what: 'requests reach your API without a check',
    why: 'These http_filters have neither jwt_authn nor ext_authz.',
    fix: 'Add the filter that "lostwax gateway envoy" prints, before the router.',
    docs,
    find: (root) =>
      ofType(root, 'HttpConnectionManager')
        .filter((it) => it.all.some(({ name }) => name === 'route' || name === 'rds'))
        .filter((it) => !checksKeys(it) && !it.all.some(({ name }) => name === 'config_discovery'))
        .map(({ line }) => line),
  },
  {
    id: 'envoy-issuer-missing',
    what: 'the provider does not check the issuer',
    why: 'Envoy accepts every token that the key set verifies, whatever workspace it names.',
    fix: 'Set issuer to the issuer of the workspace.',
    docs,
    find: (root) => without(providers(root), 'issuer'),
  },
  {
    id: 'envoy-audience-missing',
    what: 'the provider does not check the audience',
    why: 'A key for another API with the same key set would be accepted.',
    fix: 'Set audiences to the audience of the workspace.',
    docs,
    find: (root) => without(providers(root), 'audiences'),
  },
  {
    id: 'envoy-jwt-cache',
    what: 'verified keys are cached',
    why: 'Envoy does not look at the key set again for a cached key, so a revoked key keeps working.',
    fix: 'Remove jwt_cache_config.',
    docs,
    find: having('jwt_cache_config'),
  },
  {
    id: 'envoy-fetch-on-demand',
    what: 'the key set is fetched during requests',
    why: 'Each worker fetches and parses its own copy while a request waits.',
    fix: 'Add async_fetch: { fast_listener: false, failed_refetch_duration: 1s } to remote_jwks.',
    docs,
    find: (root) => without(named('remote_jwks')(root), 'async_fetch'),
  },
  {
    id: 'envoy-fast-listener',
    what: 'the listener opens before the first key set has arrived',
    why: 'Every key is refused after a restart until the first fetch ends.',
    fix: 'Set fast_listener: false.',
    docs,
    find: (root) => linesOfTrue('fast_listener', root.all),
  },
  {
    id: 'envoy-cache-duration',
    what: `the key set is kept for more than ${LONGEST_CACHE_SECONDS} s`,
    why: 'A revoked key works until the next fetch. The default is 600 s.',
    fix: 'Set cache_duration to 5 s more than the revocation delay you want, such as 19s.',
    docs,
    find: (root) =>
      linesOf(
        'cache_duration',
        named('remote_jwks')(root),
        (it) => !(seconds(it.text('cache_duration')) <= LONGEST_CACHE_SECONDS),
      ),
  },
  {
    id: 'envoy-key-set-limit',
    what: 'a large key set is not accepted',
    why: 'Envoy accepts 32 MiB unless set otherwise: about 170,000 ES256 or 75,000 RS256 keys. With more, each fetch fails, and Envoy keeps the old set with all revoked keys.',
    fix: 'Set http.async_response_buffer_limit: 536870912 in a static layer of layered_runtime.',
    docs,
    // Each of several documents has a part of the keys.
    find: (root, keys) => {
      const sets = named('remote_jwks')(root);
      const limit = root.all.flatMap((it) => it.text('http.async_response_buffer_limit') ?? [])[0];
      const isOver =
        keys === undefined
          ? sets.length === 1 && limit === undefined
          : isOverLimit(keys, sets.length, limit === undefined ? undefined : Number(limit));
      return isOver ? sets.slice(0, 1).map(({ line }) => line) : [];
    },
  },
  {
    id: 'envoy-local-key-set',
    what: 'the key set is part of the configuration',
    why: 'Envoy never fetches it again, so revoked keys keep working.',
    fix: 'Use remote_jwks.',
    docs,
    find: having('local_jwks'),
  },
  {
    id: 'envoy-key-forwarded',
    what: 'the key is forwarded to your API',
    why: 'Your API, its logs and whatever it calls can read the key.',
    fix: 'Set forward: false.',
    docs,
    find: (root) => linesOfTrue('forward', providers(root)),
  },
  {
    id: 'envoy-key-in-query',
    what: 'keys are also accepted in the query',
    why: 'By default Envoy reads the parameter access_token too, and URLs end up in logs.',
    fix: 'Set from_headers: [{ name: Authorization, value_prefix: "Bearer " }].',
    docs,
    find: (root) => [...without(providers(root), 'from_headers'), ...linesOf('from_params', providers(root))],
  },
  {
    id: 'envoy-clock-skew',
    what: 'expired keys are accepted for longer than 30 s',
    why: 'Without clock_skew_seconds, Envoy allows 60 s.',
    fix: 'Set clock_skew_seconds: 1.',
    docs,
    find: (root) =>
      linesOf('clock_skew_seconds', providers(root), (it) => !(Number(it.text('clock_skew_seconds')) <= 30)),
  },
  {
    id: 'envoy-identity-spoofable',
    what: 'a client can set x-lostwax-… headers itself',
    why: 'Envoy replaces only the headers that claim_to_headers names, and those only in one spelling.',
    fix: 'Remove them first with early_header_mutation_extensions, as "lostwax gateway envoy" prints it.',
    docs,
    find: (root) =>
      everySpelling((name) => removals(root).some((it) => it.test(name)))
        ? []
        : [...ofType(root, 'JwtAuthentication'), ...ofType(root, 'ExtAuthz')].map((it) => it.line),
  },
  {
    id: 'envoy-key-set-unverified',
    what: 'whoever is between Envoy and the authority can add keys',
    why: 'https alone does not check the name: Envoy accepts any certificate of a trusted CA, or any at all without trusted_ca.',
    fix: 'Set trusted_ca and match_typed_subject_alt_names in validation_context, as "lostwax gateway envoy" prints them.',
    docs: 'gateways/envoy/README.md#traps',
    find: (root) =>
      keySetTls(root)
        .filter(
          (it) =>
            !it.all.some((part) => part.has('trusted_ca') || part.has('system_root_certs')) ||
            !(
              it.text('auto_sni_san_validation') === 'true' ||
              it.all.some(({ name }) => name === 'match_typed_subject_alt_names')
            ),
        )
        .map(({ line }) => line),
  },
  {
    id: 'envoy-route-unchecked',
    what: 'a route needs no key',
    why: 'Its per-route configuration disables the filter that checks keys, or the filter is off or checks only a share of requests.',
    fix: 'Remove disabled and filter_enabled. For an open path, use --open-path.',
    docs,
    find: (root) => [
      ...linesOfTrue('disabled', [
        ...['PerRouteConfig', 'ExtAuthzPerRoute', 'FilterConfig'].flatMap((it) => ofType(root, it)),
        ...named('http_filters')(root).filter(checksKeys),
      ]),
      ...['filter_enabled', 'filter_enabled_metadata'].flatMap((it) => linesOf(it, ofType(root, 'ExtAuthz'))),
    ],
  },
  {
    id: 'envoy-several-filters',
    what: 'the key set is fetched and kept more than once',
    why: 'Each jwt_authn filter has its own copy, so memory and fetches multiply.',
    fix: 'Use one listener with one filter for all routes.',
    docs: 'gateways/envoy/README.md#traps',
    find: (root) =>
      ofType(root, 'JwtAuthentication')
        .slice(1)
        .map(({ line }) => line),
  },
  {
    id: 'envoy-rules-incomplete',
    what: 'requests that match no rule pass without a key',
    why: 'jwt_authn checks only what a rule names.',
    fix: 'End rules with - match: { prefix: / } and requires: { provider_name: … }.',
    docs,
    find: (root) =>
      linesOf(
        'rules',
        ofType(root, 'JwtAuthentication'),
        (it) => !coversAll(it.children.filter(({ name }) => name === 'rules')),
      ),
  },
  {
    id: 'envoy-allow-missing',
    what: 'requests without a valid key may pass',
    why: 'allow_missing and allow_missing_or_failed accept requests without a key.',
    fix: 'Remove it. Give open paths a rule of their own without requires.',
    docs,
    find: (root) => [...having('allow_missing')(root), ...having('allow_missing_or_failed')(root)],
  },
  {
    id: 'envoy-check-elsewhere',
    what: 'the check asks for something else than a verdict',
    why: 'Without path_prefix: /verify, the client chooses the path at the gate, and some need no key, such as /healthz.',
    fix: 'Set path_prefix: /verify in http_service.',
    docs: gateDocs,
    find: (root) =>
      linesOf(
        'path_prefix',
        ofType(root, 'ExtAuthz').flatMap((it) => it.all.filter(({ name }) => name === 'http_service')),
        (it) => !/^\/verify(?:$|[/?-])/.test(it.text('path_prefix') ?? ''),
      ),
  },
  {
    id: 'envoy-failure-mode-allow',
    what: 'requests pass unchecked while the gate is down',
    why: 'failure_mode_allow accepts what could not be checked.',
    fix: 'Set failure_mode_allow: false.',
    docs: gateDocs,
    find: (root) => linesOfTrue('failure_mode_allow', root.all),
  },
  {
    id: 'envoy-check-sends-body',
    what: 'a large upload fails with 413',
    why: 'With with_request_body, Envoy reads the body before the check and refuses one over max_request_bytes. The gate needs only headers.',
    fix: 'Remove with_request_body.',
    docs: gateDocs,
    find: (root) => linesOf('with_request_body', ofType(root, 'ExtAuthz')),
  },
  {
    id: 'envoy-check-without-limit',
    what: 'a check may take forever',
    why: 'Since Envoy 1.38, timeout: 0s means no limit.',
    fix: 'Set timeout: 1s.',
    docs: gateDocs,
    find: (root) =>
      linesOf(
        'timeout',
        ofType(root, 'ExtAuthz').flatMap((it) => it.all),
        (it) => seconds(it.text('timeout')) === 0,
      ),
  },
];

/** Patterns of headers that are removed from each request. */
function removals(root: Block): readonly RegExp[] {
  return named('remove_on_match')(root)
    .flatMap((it) => it.all)
    .flatMap((it) => it.text('regex') ?? [])
    .flatMap((it) => patternOf(it, true) ?? []);
}

/** The TLS contexts of clusters that a key set is fetched from. */
function keySetTls(root: Block): readonly Block[] {
  const clusters = new Set(named('http_uri')(root).map((it) => it.text('cluster')));
  return root.all
    .filter((it) => it.name === 'clusters' && clusters.has(it.text('name')))
    .flatMap((it) => ofType(it, 'UpstreamTlsContext'));
}

const checksKeys = (it: Block): boolean =>
  ofType(it, 'JwtAuthentication').length > 0 || ofType(it, 'ExtAuthz').length > 0;

/** Whether the first rule for every request needs a key. */
function coversAll(rules: readonly Block[]): boolean {
  const first = rules.find((it) => it.children.some(matchesAll));
  const needs = first?.children.filter(({ name }) => name === 'requires') ?? [];
  // What allow_missing lets pass has a finding of its own.
  const members = ['provider_name', 'provider_and_audiences', 'requires_any', 'requires_all'];
  return needs.some((it) =>
    [...members, 'allow_missing', 'allow_missing_or_failed'].some((name) => it.has(name)),
  );
}

function matchesAll(it: Block): boolean {
  const narrower = ['headers', 'query_parameters', 'grpc', 'tls_context', 'runtime_fraction'];
  return it.name === 'match' && it.text('prefix') === '/' && !narrower.some((member) => it.has(member));
}
