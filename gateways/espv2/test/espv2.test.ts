/**
 * ESPv2 itself can't be had here: it is a container image with filters of its own. What is tested is the
 * `jwt_authn` filter that it generates from the printed document and flags, in the Envoy that it is built on.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { generatedEnvoy } from '../../envoy/test/generated.ts';

const { program, skip } = await peerForTests('envoy');

interface Definition {
  readonly 'x-google-issuer': string;
  readonly 'x-google-jwks_uri': string;
  readonly 'x-google-audiences': string;
  readonly 'x-google-jwt-locations': readonly { readonly header: string; readonly value_prefix: string }[];
}

/** What ESPv2 makes of it: configgenerator/filtergen/jwt_authn.go of its source. */
function generatedFilter(printed: string): object {
  const { securityDefinitions } = parse(printed) as { securityDefinitions: { lostwax: Definition } };
  const definition = securityDefinitions.lostwax;
  const flag = (name: string): string => new RegExp(`^#   --${name}=(.+)$`, 'm').exec(printed)?.[1] ?? '';
  assert.equal(flag('jwt_cache_size'), '0', 'a cache would accept revoked keys');
  return {
    providers: {
      lostwax: {
        issuer: definition['x-google-issuer'],
        audiences: definition['x-google-audiences'].split(','),
        from_headers: definition['x-google-jwt-locations'].map(({ header, value_prefix }) => ({
          ...{ name: header, value_prefix },
        })),
        forward: true,
        forward_payload_header: 'X-Endpoint-API-UserInfo',
        remote_jwks: {
          http_uri: { uri: definition['x-google-jwks_uri'], cluster: 'lostwax_key_set', timeout: '30s' },
          cache_duration: `${flag('jwks_cache_duration_in_s')}s`,
          async_fetch: { fast_listener: false },
          retry_policy: { num_retries: Number(flag('jwks_fetch_num_retries')) },
        },
      },
    },
    rules: [{ match: { prefix: '/' }, requires: { provider_name: 'lostwax' } }],
  };
}

describe("ESPv2's filter", { skip, timeout: 60_000 }, () => {
  const { session, url, seen } = generatedEnvoy(
    program,
    'espv2',
    { revocation: '2' },
    (printed) => (key, value) =>
      key === 'typed_config' && 'providers' in value
        ? { '@type': value['@type'], ...generatedFilter(printed) }
        : value,
  );

  it('accepts a new key within the printed time, and refuses it after its revocation, the last one too', async () => {
    const { key, token } = await session().issue('acme');
    await seen(token, 200);
    await session().act('acme', key.id, 'revoke');
    await seen(token, 401);
  });

  it('refuses no key, a key of another workspace, and a key in the query', async () => {
    await session().createWorkspace({ slug: 'other' });
    const other = await session().issue('other');
    const { token } = await session().issue('acme');
    await seen(token, 200);
    assert.equal((await ask(url(), [])).status, 401);
    assert.equal((await ask(url(), [bearer(other.token)])).status, 401);
    assert.equal((await ask(`${url()}/?access_token=${token}`, [])).status, 401);
  });
});
