import { z } from '@hono/zod-openapi';

/** The public key of an OAuth client. The domain validates it. */
export const clientKeyMembers = {
  clientKey: z
    .record(z.string().max(32), z.json())
    .optional()
    .openapi({
      type: 'object',
      description:
        'Only for keys of the method `oauth-client`: a public JWK with which the client authenticates (`private_key_jwt`) instead of a secret. P-256 ' +
        '(ES256), Ed25519 (EdDSA) or RSA with 2,048 to 8,192 bits (RS256). Never send the private key.',
    }),
};
