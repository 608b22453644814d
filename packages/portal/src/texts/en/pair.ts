/** English texts of the portal: keys whose private half is made in the page. */

export const pair = {
  client: 'Client authentication',
  clients: {
    secret: { name: 'Client secret', hint: 'A shared secret. Works with every OAuth library.' },
    pair: {
      name: 'Public key (private_key_jwt)',
      hint: 'This page creates a key pair. The private key never leaves your browser.',
    },
    certificate: {
      name: 'Certificate (mutual TLS)',
      hint: 'This page creates the certificate. The private key never leaves your browser.',
    },
  },
  certificateHint: 'This page creates the certificate. The private key never leaves your browser.',
  privateKey: 'Private key',
  download: 'Download',
  onceKey: 'Save the private key now and store it in a safe place. We don’t have it and can’t show it again.',
  onceBoth:
    'Save both files now and store them in a safe place. We don’t have them and can’t show them again.',
  useClient:
    'Your OAuth library signs with this key (ES256). Set the client ID as “iss” and “sub”, and the token URL as “aud”.',
  useClientCertificate:
    'Your OAuth library presents this certificate when it requests a token, and again with each call. Send the client ID in the token request.',
  fingerprint: 'Fingerprint ends in',
};
