import { type RouteConfig, z } from '@hono/zod-openapi';
import { parametersOf, problemsOf, readerParameter } from '../web/openapi.ts';

const jwk = z
  .object({
    kty: z.enum(['EC', 'RSA', 'OKP']),
    crv: z.string().optional(),
    x: z.string().optional(),
    y: z.string().optional(),
    n: z.string().optional(),
    e: z.string().optional(),
    kid: z.string(),
    alg: z.enum(['ES256', 'RS256', 'EdDSA']),
    use: z.literal('sig'),
  })
  .openapi('PublicHalf');

const keySet = z.object({ keys: z.array(jwk).min(1) }).openapi('KeySet', {
  description:
    'RFC 7517, newest first. Ends with a sentinel that isn’t a valid key, so the set is never empty.',
  example: {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        kid: 'acme_live_sentinel',
        alg: 'ES256',
        use: 'sig',
      },
    ],
  },
});

// Only what the documents have in common: gateways read what they know and ignore the rest.
const metadata = z.object({ issuer: z.string(), jwks_uri: z.string() }).openapi('Metadata', {
  description: 'Lets a gateway that knows only the issuer find the key set.',
  example: {
    issuer: 'https://keys.example.com/acme_live',
    jwks_uri: 'https://keys.example.com/acme_live/.well-known/jwks.json',
  },
});

interface Published {
  readonly operationId: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: z.ZodType;
}

const base = '/{workspace}/.well-known';

/**
 * Documents that src/publish serves without the API's checks: public, cached, and built once per
 * version.
 */
const documents: readonly Published[] = [
  {
    operationId: 'getKeySet',
    path: `${base}/jwks.json`,
    summary: 'Get the key set',
    description: 'All 256 shards in order.',
    schema: keySet,
  },
  {
    operationId: 'getShard',
    path: `${base}/jwks/{shard}.json`,
    summary: 'Get one shard of the key set',
    description: 'Keys whose ID contains these two hexadecimal digits.',
    schema: keySet,
  },
  {
    operationId: 'getKeyDocument',
    path: `${base}/jwks/key/{keyId}.json`,
    summary: 'Get the public key of one key',
    description: 'For a revoked, disabled or expired key, contains only the sentinel.',
    schema: keySet,
  },
  {
    operationId: 'getOpenIdConfiguration',
    path: `${base}/openid-configuration`,
    summary: 'Get OpenID Connect discovery metadata',
    description: 'For gateways that are configured with only an issuer.',
    schema: metadata,
  },
  {
    operationId: 'getAuthorizationServerMetadata',
    path: '/.well-known/oauth-authorization-server/{workspace}',
    summary: 'Get RFC 8414 metadata',
    description: 'For gateways that are configured with only an issuer.',
    schema: metadata,
  },
];

/** Those whose fetches by readers are recorded. */
const counted: ReadonlySet<string> = new Set(['getKeySet', 'getShard']);

/** Returns their part of spec/http-api.yaml. */
export const publishedRoutes: readonly RouteConfig[] = documents.map(
  ({ operationId, path, summary, description, schema }) => ({
    operationId,
    method: 'get',
    path,
    tags: ['Published'],
    summary,
    description: `${description} Public. The ETag of each document is the position at which it last changed.`,
    'x-lostwax-permission': 'public',
    security: [],
    request: {
      params: z.object(parametersOf(path)),
      ...(counted.has(operationId) && { query: z.object({ reader: readerParameter }) }),
    },
    responses: {
      200: { description: 'The document.', content: { 'application/json': { schema } } },
      304: { description: 'Not modified since the ETag in `If-None-Match`.' },
      ...problemsOf([
        'workspace_not_found',
        'storage_unavailable',
        'database_behind',
        'shutting_down',
        ...(path.includes('{keyId}') ? (['key_not_found'] as const) : []),
      ]),
    },
  }),
);
