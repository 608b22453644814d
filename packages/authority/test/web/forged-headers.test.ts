import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { networkList } from '@lostwax/contract';
import { clientAddress } from '../../src/web/address.ts';
import { ORIGIN, workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';

const fixture = await openHttpFixture();
const behindProxy = await openHttpFixture({ trustProxy: ['127.0.0.0/8', '10.0.0.0/8'] });

const forged = [
  ...['X-Forwarded-Host', 'evil.example', 'X-Forwarded-Proto', 'https', 'X-Forwarded-Port', '1'],
  ...[
    'Forwarded',
    'for=203.0.113.9;host=evil.example',
    'X-Original-URL',
    '/healthz',
    'X-Rewrite-URL',
    '/healthz',
  ],
  ...['X-HTTP-Method-Override', 'DELETE', 'X-Request-Id', 'chosen', 'X-Forwarded-For', '203.0.113.9'],
];

describe('headers that a client forges', () => {
  it('never reach an issuer, a token, a response or a log', async () => {
    const made = await fixture.send({
      method: 'POST',
      path: '/v1/workspaces',
      body: { slug: 'plain' },
      headers: forged,
    });
    assert.equal(made.json.issuer, `${ORIGIN}/plain`);
    const issued = await fixture.send({
      method: 'POST',
      path: '/v1/workspaces/plain/keys',
      body: { customer: 'a' },
      headers: forged,
    });
    const claims = JSON.parse(Buffer.from(issued.json.token.split('.')[1], 'base64url').toString());
    assert.equal(claims.iss, `${ORIGIN}/plain`);
    const metadata = await fixture.send({
      method: 'GET',
      path: '/plain/.well-known/openid-configuration',
      headers: forged,
    });
    assert.equal(metadata.json.issuer, `${ORIGIN}/plain`);
    for (const { headers, text } of [made, issued, metadata]) {
      assert.doesNotMatch(JSON.stringify(headers) + text, /evil|chosen|203\.0\.113/);
    }
    // A request ID is only ever logged as what the client calls its request.
    const logged = fixture.logged.join('').replaceAll('"clientRequestId":"chosen"', '');
    assert.doesNotMatch(logged, /evil|chosen|203\.0\.113/);
  });
  it('the response is the same for any Host', async () => {
    for (const host of ['evil.example', 'evil.example:99', 'a b', '[::1]', '../..', 'é', '']) {
      const { status, text } = await raw(host);
      assert.equal(status, 200, `${host}: ${text}`);
    }
  });
});

describe('the address in the audit log', () => {
  const addressOf = async (of: typeof fixture, headers: string[]): Promise<unknown> => {
    const slug = await workspace(of);
    await of.send({ method: 'POST', path: `/v1/workspaces/${slug}/keys`, body: { customer: 'a' }, headers });
    const { json } = await of.send({ method: 'GET', path: `/v1/workspaces/${slug}/audit?action=key.issue` });
    return json.items[0].texts.address;
  };
  it("is the connection's", async () => {
    assert.equal(await addressOf(fixture, ['X-Forwarded-For', '203.0.113.9']), '127.0.0.1');
  });
  it('is the one a trusted proxy reports', async () => {
    assert.equal(await addressOf(behindProxy, ['X-Forwarded-For', '203.0.113.9']), '203.0.113.9');
    assert.equal(
      await addressOf(behindProxy, ['X-Forwarded-For', '198.51.100.1, 203.0.113.9, 10.1.1.1']),
      '203.0.113.9',
    );
  });
  it('is never what the client wrote before the proxies', () => {
    const of = (remote: string, header?: string | string[]): string | null =>
      clientAddress(
        { socket: { remoteAddress: remote }, headers: { 'x-forwarded-for': header } } as never,
        networkList(['10.0.0.0/8', '::1', 'fd00::/8']),
      );
    assert.equal(of('203.0.113.1', '1.1.1.1'), '203.0.113.1');
    assert.equal(of('10.0.0.1', '1.1.1.1, 2.2.2.2'), '2.2.2.2');
    assert.equal(of('10.0.0.1', '1.1.1.1, 10.0.0.2'), '1.1.1.1');
    assert.equal(of('10.0.0.1', '10.0.0.3'), '10.0.0.3');
    assert.equal(of('10.0.0.1', 'garbage'), '10.0.0.1');
    assert.equal(of('10.0.0.1', '1.1.1.1, , 10.0.0.2'), '10.0.0.2');
    assert.equal(of('10.0.0.1'), '10.0.0.1');
    assert.equal(of('::1', '2001:db8::7'), '2001:db8::7');
    assert.equal(of('::ffff:10.0.0.1', '::ffff:192.0.2.1'), '192.0.2.1');
    assert.equal(of('fd12::1', 'fe80::1%eth0, 192.0.2.2'), '192.0.2.2');
  });
  it('an invalid list of proxies is refused by name', () => {
    for (const bad of ['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/a', '::/129', '300.0.0.1']) {
      assert.throws(() => networkList([bad]), RangeError, bad);
    }
  });
});

/** A request with an arbitrary Host. */
async function raw(host: string): Promise<{ status: number; text: string }> {
  const { connect } = await import('node:net');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(fixture.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', reject).on('close', () => resolve(text));
  const bytes = Buffer.from(host, 'latin1').toString('latin1');
  socket.write(
    `GET /v1/workspaces HTTP/1.1\r\nHost: ${bytes}\r\nAuthorization: Bearer ${fixture.admin.token}\r\nConnection: close\r\n\r\n`,
    'latin1',
  );
  text = await promise;
  return { status: Number(text.slice(9, 12)), text };
}
