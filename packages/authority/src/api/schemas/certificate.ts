import { z } from '@hono/zod-openapi';
import { strict } from '../../web/schemas.ts';

/**
 * The certificate to register for a key of the method `certificate`, or for an OAuth client that
 * authenticates with it. The domain validates it and returns specific codes.
 */
export const certificateMembers = {
  certificate: z
    .string()
    .optional()
    .openapi({
      description:
        'For keys of the method `certificate`, and for OAuth clients that authenticate with a certificate (`self_signed_tls_client_auth`) instead of a secret: ' +
        'one certificate in PEM, at most 16,384 characters. Its key must be P-256, P-384, Ed25519 or RSA with ' +
        '2,048 to 8,192 bits. Never send the private key.',
    }),
  proof: strict({
    signature: z.string().min(1).max(2_048).openapi({
      description: 'Base64url. An ECDSA signature can be `r‖s` or DER.',
    }),
    at: z.int().min(0).max(253_402_300_799).openapi({
      description: 'The time in the signed text, in seconds since the Unix epoch, at most 300 seconds off.',
    }),
  })
    .optional()
    .openapi({
      description:
        'Shows that you have the private key: its signature of `lostwax-proof-v1`, the workspace’s issuer, the customer, the certificate’s SHA-256 ' +
        'fingerprint (lowercase hex) and `at`, joined by line feeds (spec/certificate.md §2).',
    }),
};
