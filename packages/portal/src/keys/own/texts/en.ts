/** English texts of the pages: a customer's own certificate or public key. Loaded only with its form. */

export const en = {
  file: {
    choose: 'Choose file',
    tooLarge: 'This file is too large. Choose the file with the certificate or public key alone.',
  },
  certificate: {
    label: 'Certificate (PEM)',
    hint: 'Paste it, or choose its file. Never paste the private key.',
    validUntil: (day: string) => `valid until ${day}`,
    expiry: 'The key expires when the certificate does, or earlier.',
  },
  publicKey: {
    label: 'Public key (PEM or JWK)',
    hint: 'P-256, Ed25519, or RSA with at least 2,048 bits. Never paste the private key.',
  },
  proof: {
    title: 'Prove that you have the private key',
    intro: 'Sign the text below with the certificate’s private key. The private key stays with you.',
    customerFirst: 'Enter the customer first: the text to sign contains it.',
    text: 'Text to sign',
    command: 'Command (OpenSSL)',
    commandHint: (file: string) =>
      `Replace ${file} with the path of your private key. The command prints the signature.`,
    until: (clock: string) => `Use this text by ${clock}.`,
    tooLate: 'This text has expired.',
    renew: 'Create new text',
    signature: 'Signature',
    signatureHint: 'Paste what the command printed.',
  },
  wrong: {
    private_key:
      'That was a private key, so we removed it from this page. It wasn’t sent. Paste the certificate or the public key instead.',
    private_key_signature:
      'That was a private key, so we removed it from this page. It wasn’t sent. Paste only what the command printed.',
    not_a_certificate:
      'This isn’t a certificate. Paste the text that starts with -----BEGIN CERTIFICATE-----.',
    not_a_public_key:
      'This isn’t a public key. Paste the text that starts with -----BEGIN PUBLIC KEY-----, or one JWK.',
    is_a_certificate:
      'This is a certificate. Paste its public key, which “openssl x509 -in client.pem -noout -pubkey” prints.',
    several: 'This is more than one certificate or key. Paste only your own, without the chain.',
    damaged: 'The text is damaged or incomplete. Copy the whole file again.',
    expired: 'This certificate has expired. Use a current one.',
    not_yet_valid: 'This certificate isn’t valid yet. Use a current one, or check your computer’s clock.',
    rsa_size: 'This RSA key can’t be used: it must have 2,048 to 8,192 bits.',
    rsa_exponent: 'This RSA key can’t be used: its exponent must be 65537.',
    key_type_certificate:
      'Certificates with this type of key can’t be used. The key must be P-256, P-384, Ed25519 or RSA.',
    key_type: 'This type of key can’t be used. It must be P-256, Ed25519 or RSA.',
    algorithm: 'The key’s “alg” can’t be used. It must be ES256, EdDSA or RS256, or be left out.',
    noCertificate: 'Paste your certificate.',
    noPublicKey: 'Paste your public key.',
    noSignature: 'Run the command, and paste the signature it prints.',
    notSignature: 'This isn’t a Base64 signature. Paste exactly what the command printed.',
    expiredText: 'The text you signed has expired. Create a new one, and sign that.',
    mismatch:
      'The signature doesn’t match. Run the command exactly as shown, with the private key of this certificate.',
  },
};
