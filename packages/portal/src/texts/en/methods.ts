/** Types of keys: what a customer chooses between. */
export const methods = {
  signed: {
    name: 'Signed key',
    hint: 'About 450 characters. Works everywhere.',
  },
  opaque: {
    name: 'Short key',
    hint: 'About 60 characters, for short fields.',
  },
  'oauth-client': {
    name: 'OAuth client',
    hint: 'For software that gets access tokens with OAuth 2.0.',
  },
  certificate: {
    name: 'Certificate',
    hint: 'For systems that authenticate with TLS. The private key stays with you.',
  },
  'shared-signed': {
    name: 'Shared-key token',
    hint: 'About 450 characters. A standard JWT, for software that expects one.',
  },
};
