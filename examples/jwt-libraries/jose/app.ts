/** The demo API of the quick start, which checks keys with jose, as a program of its own. */
import { createApi } from '../../quickstart/api.ts';

const {
  ISSUER: issuer = 'http://localhost:7420/demo',
  AUDIENCE: audience = 'demo',
  PORT = '8000',
} = process.env;
const keySetUrl = new URL(`${issuer}/.well-known/jwks.json`);
const server = createApi({ issuer, audience, keySetUrl }).listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`);
});
