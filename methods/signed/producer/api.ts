/** A producer's API that accepts signed keys. */
import { createVerifier } from '@lostwax/verifier';
import { keyOf, requireKey } from '@lostwax/verifier/express';
import express from 'express';

const verifier = createVerifier({ issuers: [String(process.env['ISSUER'])] });
await verifier.ready();
const app = express();
app.get('/orders', requireKey(verifier, { scopes: ['orders:read'] }), (request, response) => {
  response.json({ customer: keyOf(request).subject, orders: [] });
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
