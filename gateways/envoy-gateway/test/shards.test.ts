/**
 * Envoy Gateway itself needs a Kubernetes cluster. What is tested is what it makes of the printed manifests, in the Envoy that it runs:
 * a route for each HTTPRoute, whose `jwt_authn` requirement is any of the providers of its SecurityPolicy
 * (internal/xds/translator/jwt.go of its source).
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseKeyId } from '@lostwax/core';
import { parseAllDocuments } from 'yaml';
import { peerForTests } from '../../../tools/peers/peer.ts';
import type { Seen } from '../../../tools/testing/echo.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { generatedEnvoy } from '../../envoy/test/generated.ts';

const { program, skip } = await peerForTests('envoy');
const KEYS = 40;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, never>> & {
    readonly headers?: {
      readonly earlyRequestHeaders: { readonly removeOnMatch: readonly { readonly value: string }[] };
    };
    readonly jwt?: { readonly providers: readonly Provider[] };
    readonly rules?: readonly Rule[];
  };
}

interface Provider {
  readonly name: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly extractFrom: {
    readonly headers: readonly { readonly name: string; readonly valuePrefix: string }[];
  };
  readonly remoteJWKS: {
    readonly uri: string;
    readonly cacheDuration: string;
    readonly failedRefetchDuration: string;
  };
  readonly claimToHeaders: readonly { readonly header: string; readonly claim: string }[];
}

interface Rule {
  readonly matches: readonly {
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly filters: readonly {
    readonly requestHeaderModifier: {
      readonly set: readonly { readonly name: string; readonly value: string }[];
      readonly remove: readonly string[];
    };
  }[];
}

function providerConfig({ issuer, audiences, extractFrom, remoteJWKS, claimToHeaders }: Provider): object {
  return {
    ...{ issuer, audiences, forward: true },
    from_headers: extractFrom.headers.map(({ name, valuePrefix }) => ({ name, value_prefix: valuePrefix })),
    claim_to_headers: claimToHeaders.map(({ header, claim }) => ({ header_name: header, claim_name: claim })),
    remote_jwks: {
      http_uri: { uri: remoteJWKS.uri, cluster: 'lostwax_key_set', timeout: '10s' },
      cache_duration: remoteJWKS.cacheDuration,
      async_fetch: { failed_refetch_duration: remoteJWKS.failedRefetchDuration },
    },
  };
}

const jwtAuthn = 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3';

/** Envoy's routes in the order of Gateway API: those with more header matches first. */
function routesOf(manifests: readonly Manifest[]): object[] {
  const routes = manifests.filter(({ kind }) => kind === 'HTTPRoute');
  return routes.map(({ metadata, spec }) => {
    const [rule = assert.fail()] = spec.rules ?? [];
    const [{ headers = [] } = {}] = rule.matches;
    const { set, remove } = rule.filters[0]?.requestHeaderModifier ?? assert.fail();
    return {
      match: {
        prefix: '/',
        headers: headers.map(({ name, value }) => ({ name, string_match: { safe_regex: { regex: value } } })),
      },
      route: { cluster: 'upstream' },
      request_headers_to_remove: remove,
      request_headers_to_add: set.map(({ name, value }) => ({
        header: { key: name, value },
        append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
      })),
      typed_per_filter_config: {
        'envoy.filters.http.jwt_authn': {
          '@type': `${jwtAuthn}.PerRouteConfig`,
          requirement_name: metadata.name,
        },
      },
    };
  });
}

function filterOf(manifests: readonly Manifest[]): object {
  const policies = manifests.filter(({ kind }) => kind === 'SecurityPolicy');
  const named = policies.map(({ metadata, spec }) => ({
    name: metadata.name,
    providers: spec.jwt?.providers ?? [],
  }));
  for (const { providers } of named) assert.ok(providers.length >= 1 && providers.length <= 16);
  return {
    '@type': `${jwtAuthn}.JwtAuthentication`,
    providers: Object.fromEntries(
      named.flatMap(({ providers }) => providers.map((it) => [it.name, providerConfig(it)])),
    ),
    requirement_map: Object.fromEntries(
      named.map(({ name, providers }) => {
        const each = providers.map((it) => ({ provider_name: it.name }));
        return [name, each.length === 1 ? each[0] : { requires_any: { requirements: each } }];
      }),
    ),
  };
}

describe("Envoy Gateway's routes and filter with 16 shards", { skip, timeout: 120_000 }, () => {
  let manifests: readonly Manifest[];
  const options = { upstream: 'api:8080', mode: 'jwt', routes: '16', revocation: '2' };
  const { session, url, seen } = generatedEnvoy(program, 'envoy-gateway', options, (printed) => {
    manifests = parseAllDocuments(printed).map((document) => document.toJS() as Manifest);
    return (key, value) => {
      if (key === 'routes') return routesOf(manifests);
      if (key === 'request_headers_to_remove' && !Array.isArray(value)) return undefined;
      return key === 'typed_config' && 'providers' in value ? filterOf(manifests) : value;
    };
  });

  it('are 16 routes with 16 providers each, and one for all other requests', () => {
    const sizes = manifests
      .filter(({ kind }) => kind === 'SecurityPolicy')
      .map(({ spec }) => spec.jwt?.providers.length);
    assert.deepEqual(sizes, [...Array<number>(16).fill(16), 1]);
    assert.equal(manifests.filter(({ kind }) => kind === 'HTTPRoute').length, 17);
  });

  it('accept keys of many shards, and refuse each once it is revoked', async () => {
    const keys = await session().issueMany('acme', KEYS);
    assert.ok(new Set(keys.map(({ key }) => parseKeyId(key.id).shard.charAt(0))).size > 8);
    for (const { token } of keys) await seen(token, 200);
    const [first, second] = keys;
    for (const it of [first, second]) {
      assert.ok(it);
      await session().act('acme', it.key.id, 'revoke');
      await seen(it.token, 401);
    }
  });

  it('tell the API who calls, without the key', async () => {
    const { key, token } = await session().issue('acme');
    await seen(token, 200);
    const { text } = await ask(url(), [
      bearer(token),
      ['x-lostwax-workspace', 'forged'],
      ['X_Lostwax_Subject', 'forged'],
    ]);
    const headers = (JSON.parse(text) as Seen).headers;
    const named = Object.fromEntries(headers);
    assert.deepEqual([named['x-lostwax-key-id'], named['x-lostwax-workspace']], [key.id, 'acme']);
    assert.ok(!JSON.stringify(headers).includes('forged'));
    assert.ok(!('authorization' in named));
  });

  it('refuse no key, a key of another workspace, and what begins with no shard', async () => {
    await session().createWorkspace({ slug: 'other' });
    const other = await session().issue('other');
    const { token } = await session().issue('acme');
    await seen(token, 200);
    assert.equal((await ask(url(), [])).status, 401);
    for (const wrong of [other.token, 'nonsense', `${token.slice(0, -4)}AAAA`])
      assert.equal((await ask(url(), [bearer(wrong)])).status, 401, wrong.slice(0, 20));
  });
});
