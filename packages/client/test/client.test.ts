import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createClient, ProblemError, UnreachableError, unwrap } from '../src/index.ts';

const problem = {
  type: 'urn:lostwax:problem:idempotency_replayed',
  title: 'This request was done before',
  status: 409,
  code: 'idempotency_replayed',
  detail: 'This request was done before, and no second key is made.',
  requestId: 'r1',
  keyIds: ['acme_7f_x'],
};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (status: number, type: string, body: string): Promise<string> =>
  serve((_, response) => response.writeHead(status, { 'content-type': type }).end(body));

const list = (url: string, key?: string) => unwrap(createClient({ url, key }).GET('/v1/workspaces'));

it('src/api.ts is what spec/http-api.yaml says', () => {
  const command = join(
    dirname(fileURLToPath(import.meta.resolve('openapi-typescript'))),
    '..',
    'bin',
    'cli.js',
  );
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const options = scripts.generate.split(' ').slice(1);
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...options, '--check'], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  assert.equal(
    status,
    0,
    `Run \`npm run generate -w packages/client\`, and commit what it writes. ${stdout}${stderr}`,
  );
});

describe('a call', () => {
  it('sends the key and parameters, and gives the data', async () => {
    const sent: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      sent.push(request.method, request.url, request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[],"nextCursor":null}');
    });
    const client = createClient({ url, key: 'abc' });
    const params = { path: { workspace: 'acme' }, query: { customer: 'a/b c', limit: 5 } };
    const page = await unwrap(client.GET('/v1/workspaces/{workspace}/keys', { params }));
    assert.deepEqual(page.items, []);
    assert.deepEqual(sent, ['GET', '/v1/workspaces/acme/keys?customer=a%2Fb%20c&limit=5', 'Bearer abc']);
  });
  it('writes a customer of any characters into the path', async () => {
    let path: string | undefined;
    const url = await serve((request, response) => {
      path = request.url;
      response.writeHead(204).end();
    });
    const params = { path: { workspace: 'acme', customer: 'a/b?c%' } };
    await unwrap(createClient({ url }).DELETE('/v1/workspaces/{workspace}/customers/{customer}', { params }));
    assert.equal(path, '/v1/workspaces/acme/customers/a%2Fb%3Fc%25');
  });
  it('takes another fetch', async () => {
    const client = createClient({ url: 'http://authority', fetch: async () => Response.json({ items: [] }) });
    assert.deepEqual(await unwrap(client.GET('/v1/workspaces')), { items: [] });
  });
});

describe('a refusal', () => {
  it('is a ProblemError with all that the problem says', async () => {
    const url = await answering(409, 'application/problem+json', JSON.stringify(problem));
    await assert.rejects(list(url), (error) => {
      assert.ok(error instanceof ProblemError);
      const { code, status, title, detail, requestId, keyIds, message } = error;
      assert.deepEqual({ type: problem.type, code, status, title, detail, requestId, keyIds }, problem);
      assert.equal(message, problem.detail);
      return true;
    });
  });
  it('without detail names the request', async () => {
    const { detail: _, ...bare } = { ...problem, code: 'internal_error', status: 500 };
    const url = await answering(500, 'application/problem+json', JSON.stringify(bare));
    await assert.rejects(list(url), { name: 'ProblemError', message: /request r1/ });
  });
});

describe('no authority', () => {
  it('nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(list(url), (error) => {
      assert.ok(error instanceof UnreachableError);
      assert.equal(error.url, url);
      assert.match(error.message, /the connection was refused\. .*lostwax serve/);
      assert.ok(error.message.includes(url));
      return true;
    });
  });
  it('a host without an address', () =>
    assert.rejects(list('http://nowhere.invalid'), {
      name: 'UnreachableError',
      message: /nowhere\.invalid/,
    }));
  it('a page, a redirect, a JSON of another kind', async () => {
    const others = [
      await answering(200, 'text/html', '<p>Welcome'),
      await answering(502, 'text/html', '<p>Bad gateway'),
      await answering(404, 'application/json', '{"error":"no such route"}'),
      await serve((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()),
    ];
    for (const url of others)
      await assert.rejects(list(url, 'secret'), { name: 'UnreachableError', message: /is not an authority/ });
  });
  it('a call that was aborted says so', async () => {
    const url = await serve(() => {});
    const call = createClient({ url }).GET('/v1/workspaces', { signal: AbortSignal.timeout(50) });
    await assert.rejects(call, { name: 'TimeoutError' });
  });
});
