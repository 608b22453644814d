/** English texts of the console: choosing the types of keys. */

export const choose = {
  title: 'Choose key types',
  intro: 'See which key types fit your customers. You can change your choice at any time.',
  questionsTitle: 'What applies to you?',
  questionsAbout: 'Select all that apply.',
  questions: {
    length: {
      label: 'Customers can’t store long keys',
      hint: 'Their software limits the length of a key.',
    },
    oauth: {
      label: 'A customer or partner requires OAuth 2.0',
      hint: 'Their software gets access tokens with client credentials.',
    },
    certificates: {
      label: 'A customer or partner requires client certificates',
      hint: 'They authenticate with mutual TLS.',
    },
    plain: {
      label: 'Keys must work without a gate',
      hint: 'Your gateway only verifies JWTs, and you can’t run a gate or a verifier.',
    },
  },
  offerTitle: 'What you offer',
  offerHint: 'Customers choose from these when they create a key.',
  recommended: 'Recommended',
  useRecommended: 'Select recommended',
  needsGate: (names: string) =>
    `Your gateway can’t check these types: ${names}. Run a gate or a verifier for them, or don’t offer them.`,
  comparisonTitle: 'Comparison',
  measured: (date: string, machine: string) => `Measured on ${date}: ${machine}.`,
  rows: {
    first: 'Time to first call',
    stores: 'Customer stores',
    length: 'Length',
    revoked: 'Revocation delay',
    plain: 'Without a gate',
    check: 'Check at the gate',
    database: 'Database stolen',
    signingKey: 'Signing key stolen',
  },
  rowHints: {
    first: 'Without reading and pasting',
    revoked: 'At a gate, 99th percentile',
    plain: 'Unmodified Envoy',
    database: 'With its log and backups',
  },
  checkHint: (keys: string) => `Median with ${keys} keys`,
  lengths: {
    signed: 'About 450 characters',
    opaque: 'About 60 characters',
    'oauth-client': 'Secret: about 60 characters',
    certificate: 'Two files',
    'shared-signed': 'About 450 characters',
  },
  cells: {
    seconds: (value: string) => `${value} s`,
    milliseconds: (value: string) => `${value} ms`,
    microseconds: (value: string) => `${value} µs`,
    plain: (milliseconds: string) => `Works. Revoked within ${milliseconds}\u00a0ms`,
    untilExpired: 'Works, but a revoked key is accepted until it expires',
    needsGate: 'Doesn’t work',
    database: (succeeded: string, tried: string) => `${succeeded} of ${tried} stored values work as a key`,
    noSigningKey: 'No signing key to steal',
    forged: (plain: string, gate: string, tried: string) =>
      `${plain} of ${tried} forged calls accepted without a gate, ${gate} at a gate`,
  },
};
