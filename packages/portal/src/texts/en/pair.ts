/** English texts of the portal: keys whose private half stays with the customer. */

export const pair = {
  client: 'Client authentication',
  clients: {
    secret: { name: 'Client secret', hint: 'A shared secret. Works with every OAuth library.' },
    pair: {
      name: 'Public key (private_key_jwt)',
      hint: 'Your software signs with a private key, and we only know the public one.',
    },
    certificate: {
      name: 'Certificate (mutual TLS)',
      hint: 'Your software presents a client certificate, and we only know its fingerprint.',
    },
  },
  origins: {
    certificate: {
      legend: 'Certificate',
      page: { name: 'Create one on this page', hint: 'The private key never leaves your browser.' },
      own: {
        name: 'Use my own certificate',
        hint: 'You sign a short text with its private key, which stays with you.',
      },
    },
    publicKey: {
      legend: 'Key pair',
      page: { name: 'Create one on this page', hint: 'The private key never leaves your browser.' },
      own: { name: 'Use my own public key', hint: 'The private key stays with you.' },
    },
  },
  privateKey: 'Private key',
  download: 'Download',
  once: {
    publicKey:
      'Save the private key now and store it in a safe place. We don’t have it and can’t show it again. It signs with ES256.',
    certificate:
      'Save both files now and store them in a safe place. We don’t have them and can’t show them again.',
  },
  registered: {
    publicKey: 'Your public key is registered. Your software signs with the private key you already have.',
    certificate:
      'Your certificate is registered. Your software uses it with the private key you already have.',
  },
  useClient:
    'Your OAuth library signs with the private key. Set the client ID as “iss” and “sub”, and the token URL as “aud”.',
  useClientCertificate:
    'Your OAuth library presents the certificate when it requests a token, and again with each call. Send the client ID in the token request.',
  fingerprint: 'Fingerprint ends in',
};
