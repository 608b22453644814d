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
    hint: 'A client ID and secret, for software that gets access tokens by OAuth 2.0.',
  },
  certificate: {
    name: 'Certificate',
    hint: 'A client certificate, for systems that sign in with TLS. The private key never leaves your side.',
  },
  'shared-signed': {
    name: 'Shared-key token',
    hint: 'About 450 characters. A standard JWT, for software that expects one.',
  },
};
