/** A producer's API that accepts client certificates. It knows them by their fingerprints, from the full feed. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { createVerifier, problemAnswer } from '@lostwax/verifier';

const verifier = createVerifier({
  issuers: [{ issuer: String(process.env['ISSUER']), feedKey: String(process.env['FEED_KEY']) }],
});
await verifier.ready();
const tls = {
  cert: readFileSync(String(process.env['TLS_CERTIFICATE_FILE'])),
  key: readFileSync(String(process.env['TLS_KEY_FILE'])),
  // No certificate authority signs client certificates, so Node must not refuse them for that.
  requestCert: true,
  rejectUnauthorized: false,
};
const api = createServer(tls, ({ socket }, response) => {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  const result = verifier.checkCertificate(certificate?.raw, { scopes: ['orders:read'] });
  if (!result.accepted) {
    const { status, headers, body } = problemAnswer(result);
    response.writeHead(status, { ...headers }).end(body);
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ customer: result.key.subject, orders: [] }));
});
api.listen(Number(process.env['PORT']), '127.0.0.1');
