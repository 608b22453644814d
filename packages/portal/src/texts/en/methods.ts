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
  certificate: {
    name: 'Certificate',
    hint: 'A client certificate, for systems that sign in with TLS. The private key never leaves your side.',
  },
  'shared-signed': {
    name: 'Shared-key token',
    hint: 'About 450 characters. A standard JWT, for software that expects one.',
  },
};
