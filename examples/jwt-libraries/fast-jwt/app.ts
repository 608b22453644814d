/** An API that checks keys with fast-jwt and contains no Lostwax code. */
import { createServer, type IncomingMessage } from 'node:http';
import { createVerifier } from 'fast-jwt';
import { KeySet, KeySetUnavailable } from './key-set.ts';

const {
  ISSUER: issuer = 'http://localhost:7420/demo',
  AUDIENCE: audience = 'demo',
  PORT = '8000',
} = process.env;
const keySet = new KeySet(`${issuer}/.well-known/jwks.json`);

const verify = createVerifier({
  key: ({ header }: { header: Record<string, unknown> }) => keySet.find(String(header['kid'])),
  algorithms: ['ES256'],
  allowedIss: issuer,
  allowedAud: audience,
  cache: false, // It would accept a revoked key for ten minutes.
});

async function answerTo(request: IncomingMessage): Promise<readonly [status: number, text: string]> {
  const [, token = ''] = /^Bearer +([^ ]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  try {
    const { sub } = (await verify(token)) as { sub: string };
    return [200, `hello ${sub}`];
  } catch (error) {
    const reason = error instanceof Error && 'originalError' in error ? error.originalError : error;
    return reason instanceof KeySetUnavailable ? [503, 'try again'] : [401, 'not a valid key'];
  }
}

const server = createServer(async (request, response) => {
  const [status, text] = await answerTo(request);
  response.writeHead(status, status === 401 ? { 'www-authenticate': 'Bearer' } : {}).end(`${text}\n`);
}).listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`);
});
