import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeTestAuthority } from '../../../tools/testing/certificate.ts';
import {
  type ClientCertificate,
  makeClientCertificate,
  proven,
} from '../../../tools/testing/client-certificate.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { askTls } from '../../../tools/testing/tls-request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const LIMIT_MS = 20_000;
const keys = '/v1/workspaces/acme/keys';

describe('client certificates', { timeout: 120_000 }, () => {
  let house: House;
  let api: Echo;
  /** Terminates TLS itself and asks nobody. */
  let door: RunningGate;
  /** Terminates TLS in front of the API. */
  let proxy: RunningGate;
  /** Trusts the headers of this machine: Envoy's, and nginx's. */
  let behindEnvoy: RunningGate;
  let behindNginx: RunningGate;
  /** Reads the header, and trusts another machine. */
  let untrusting: RunningGate;
  /** Follows the public feed. */
  let unaware: RunningGate;
  let ca: string;
  let client: ClientCertificate;
  let key: { readonly id: string };
  let text: TestKey;

  const register = async (it: ClientCertificate, path = keys, more: object = {}) => {
    const said = proven(it, { issuer: house.issuer, customer: 'customer-1' });
    const body = path === keys ? { customer: 'customer-1', method: 'certificate', ...said } : said;
    return (await house.authority.call<{ key: { id: string } }>('POST', path, { ...body, ...more })).key;
  };

  before(async () => {
    house = await makeHouse();
    await house.authority.call('PATCH', '/v1/workspaces/acme', {
      methods: ['signed', 'opaque', 'certificate'],
    });
    api = await startEcho();
    const authority = await makeTestAuthority();
    ca = authority.certificate;
    const server = await authority.issue('localhost');
    const file = (name: string, content: string): string => {
      const path = join(house.folder, name);
      writeFileSync(path, content, { mode: 0o600 });
      return path;
    };
    client = await makeClientCertificate();
    key = await register(client, keys, { scopes: ['orders:read'], claims: { plan: 'gold' } });
    text = await house.issue({ method: 'opaque' });
    const common = ['--issuer', house.issuer, '--status-port', '0'];
    const full = [...common, '--feed-key-file', file('feed.key', house.authority.adminKey)];
    const own = ['--tls-cert', file('tls.pem', server.certificate), '--tls-key', file('tls.key', server.key)];
    const trusts = (header: string, proxy: string) => [
      ...['--client-cert-header', header, '--trust-proxy', proxy],
    ];
    [door, proxy, behindEnvoy, behindNginx, untrusting, unaware] = await Promise.all([
      startGate([...full, ...own, '--threads', '2']),
      startGate([...full, ...own, '--upstream', `http://127.0.0.1:${api.port}`, '--open-path', '/public']),
      startGate([
        ...full,
        ...trusts('xfcc', '127.0.0.1'),
        '--upstream',
        `http://127.0.0.1:${api.port}`,
        '--forward-verify',
      ]),
      startGate([...full, ...trusts('X-Client-Cert', '127.0.0.1')]),
      startGate([
        ...full,
        ...trusts('X-Client-Cert', '192.0.2.1'),
        '--upstream',
        `http://127.0.0.1:${api.port}`,
      ]),
      startGate([...common, ...own]),
    ]);
    await Promise.all([door, proxy, behindEnvoy, behindNginx, untrusting, unaware].map(gateReady));
  });
  after(async () => {
    const all = [door, proxy, behindEnvoy, behindNginx, untrusting, unaware];
    await Promise.all(all.map((gate) => gate?.stop()));
    await api?.stop();
    await house?.end();
  });

  const over = (gate: RunningGate, it?: ClientCertificate, path = '/verify', lines: HeaderLine[] = []) =>
    askTls(`${gate.url.replace('127.0.0.1', 'localhost')}${path}`, { ca, client: it, lines });
  const codeOf = ({ status, text }: { status: number; text: string }): string =>
    status === 200 ? 'accepted' : (JSON.parse(text) as { code: string }).code;
  const code = async (it?: ClientCertificate, gate = door, lines: HeaderLine[] = []) =>
    codeOf(await over(gate, it, '/verify', lines));
  const becomes = (it: ClientCertificate, wanted: string) =>
    until(`it is ${wanted}`, LIMIT_MS, async () => (await code(it)) === wanted);

  describe('at a gate that terminates TLS', () => {
    it('identify the caller like any other key, and are checked for scopes', async () => {
      assert.match(door.url, /^https:/);
      const { status, headers } = await over(door, client);
      assert.equal(status, 200);
      assert.equal(headers['x-lostwax-key-id'], key.id);
      assert.equal(headers['x-lostwax-subject'], 'customer-1');
      assert.equal(headers['x-lostwax-scope'], 'orders:read');
      const claims = JSON.parse(Buffer.from(`${headers['x-lostwax-claims']}`, 'base64url').toString());
      assert.equal(claims.plan, 'gold');
      assert.equal((await over(door, client, '/verify?scope=orders:write')).status, 403);
    });

    it('are not needed by keys that come as text', async () => {
      assert.equal(await code(undefined, door, [bearer(text.token)]), 'accepted');
      assert.equal(await code(), 'key_missing');
    });

    it('are refused beside a key as text, whatever either is worth', async () => {
      const stranger = await makeClientCertificate();
      for (const it of [client, stranger])
        assert.equal(await code(it, door, [bearer(text.token)]), 'key_repeated');
      assert.equal(await code(client, door, [bearer(`${text.token}x`)]), 'key_repeated');
    });

    it('of a stranger, or with the name of a customer, are unknown', async () => {
      for (const algorithm of ['P-256', 'RSA-2048', 'Ed25519'] as const)
        assert.equal(await code(await makeClientCertificate({ algorithm })), 'key_unknown');
    });

    it("cannot be used with another's key", async () => {
      const other = await makeClientCertificate();
      await assert.rejects(over(door, { ...client, key: other.key }));
    });

    it('do not count as text: the pin, the PEM, the DER, the fingerprint', async () => {
      const pin = Buffer.from(client.fingerprint, 'hex');
      const body = client.certificate.replace(/-----.*-----|\s/g, '');
      for (const said of [
        client.fingerprint,
        pin.toString('base64url'),
        body,
        encodeURIComponent(client.certificate),
      ])
        assert.notEqual(await code(undefined, door, [bearer(said)]), 'accepted');
      assert.notEqual(
        await code(undefined, door, [
          bearer(
            Buffer.from(client.der)
              .toString('latin1')
              .replace(/[^\x20-\x7e\xa0-\xff]/g, ' '),
          ),
        ]),
        'accepted',
      );
    });

    it('do not count in headers, which clients can send', async () => {
      const escaped = encodeURIComponent(client.certificate);
      for (const gate of [door, unaware])
        for (const line of [
          ['X-Forwarded-Client-Cert', `Hash=${client.fingerprint}`],
          ['X-Client-Cert', escaped],
          ['Ssl-Client-Cert', escaped],
        ] as const)
          assert.equal(await code(undefined, gate, [line]), 'key_missing');
    });

    it('are unknown to a gate that follows the public feed', async () => {
      assert.equal(await code(client, unaware), 'key_unknown');
    });

    it('let requests through to the API, which sees the caller and that TLS was used', async () => {
      const { status, text } = await over(proxy, client, '/orders');
      assert.equal(status, 200, text);
      const headers = seenBy(text);
      assert.equal(headers['x-lostwax-key-id'], key.id);
      assert.equal(headers['x-forwarded-proto'], 'https');
      assert.equal((await over(proxy, undefined, '/orders')).status, 401);
      const stranger = await makeClientCertificate();
      assert.equal((await over(proxy, stranger, '/orders')).status, 401);
      assert.equal((await over(proxy, stranger, '/public/x')).status, 200);
    });

    it('are rotated, disabled, enabled and revoked, within an open connection too', async () => {
      const [first, second] = [await makeClientCertificate(), await makeClientCertificate()];
      const old = await register(first);
      await becomes(first, 'accepted');
      const next = await register(second, `${keys}/${old.id}/rotate`);
      await becomes(second, 'accepted');
      assert.equal(await code(first), 'accepted');
      await house.authority.call('POST', `${keys}/${next.id}/disable`);
      await becomes(second, 'key_unknown');
      await house.authority.call('POST', `${keys}/${next.id}/enable`);
      await becomes(second, 'accepted');
      for (const { id } of [old, next]) await house.authority.call('POST', `${keys}/${id}/revoke`, {});
      await becomes(first, 'key_unknown');
      await becomes(second, 'key_unknown');
    });
  });

  describe('behind a proxy that terminates TLS', () => {
    const xfcc = (value: string): HeaderLine => ['x-forwarded-client-cert', value];
    const viaEnvoy = async (...lines: HeaderLine[]) => ask(`${behindEnvoy.url}/orders`, lines);
    const viaNginx = async (...lines: HeaderLine[]) => codeOf(await ask(`${behindNginx.url}/verify`, lines));
    const escaped = () => encodeURIComponent(client.certificate);

    it("Envoy's header is read, by its hash", async () => {
      const hash = client.fingerprint;
      for (const value of [
        `Hash=${hash}`,
        `Hash=${hash.toUpperCase()}`,
        `By=spiffe://a/b;Hash=${hash};Subject="CN=a;b, \\"c\\"";URI=`,
      ]) {
        const { status, text } = await viaEnvoy(xfcc(value));
        assert.equal(status, 200, `${value}: ${text}`);
        const headers = seenBy(text);
        assert.equal(headers['x-lostwax-key-id'], key.id);
        assert.ok(!('x-forwarded-client-cert' in headers));
      }
    });

    it("nginx's header is read, as escaped PEM", async () => {
      assert.equal(await viaNginx(['X-Client-Cert', escaped()]), 'accepted');
      const stranger = await makeClientCertificate();
      assert.equal(
        await viaNginx(['X-Client-Cert', encodeURIComponent(stranger.certificate)]),
        'key_unknown',
      );
    });

    it('anything but one element of one certificate does not count', async () => {
      const hash = client.fingerprint;
      const several: readonly (readonly HeaderLine[])[] = [
        [xfcc(`Hash=${hash},Hash=${hash}`)],
        [xfcc(`By=a;Hash=${'0'.repeat(64)},By=b;Hash=${hash}`)],
        [xfcc(`Hash=${hash};Hash=${hash}`)],
        [xfcc(`Hash=${hash}`), xfcc(`Hash=${hash}`)],
        [xfcc(`Hash=${hash.slice(1)}`)],
        [xfcc(`Subject="Hash=${hash}"`)],
        [xfcc(`Subject="x;Hash=${hash}`)],
        [xfcc(`Hash=${hash} junk`)],
        [xfcc(`Hash="${hash}"`)],
        [xfcc(hash)],
        [xfcc('')],
        [xfcc(`Cert="${escaped()}"`)],
        [['X_Forwarded_Client_Cert', `Hash=${hash}`]],
        [['X-Client-Cert', escaped()]],
      ];
      for (const lines of several) {
        const { status, text } = await viaEnvoy(...lines);
        assert.equal(status, 401, JSON.stringify(lines));
        assert.equal(JSON.parse(text).code, 'key_missing');
      }
      for (const value of [
        '',
        '%',
        'x',
        escaped() + escaped(),
        client.certificate.replaceAll('\n', ' ').slice(0, 40),
      ])
        assert.equal(await viaNginx(['X-Client-Cert', value]), 'key_missing', value);
      assert.equal(await viaNginx(['X-Client-Cert', escaped()], ['X-Client-Cert', escaped()]), 'key_missing');
      assert.equal(await viaNginx(xfcc(`Hash=${hash}`)), 'key_missing');
    });

    it('a key as text beside it is refused', async () => {
      const { text: said } = await viaEnvoy(xfcc(`Hash=${client.fingerprint}`), bearer(text.token));
      assert.equal(JSON.parse(said).code, 'key_repeated');
    });

    it('a header from anyone else does not count, and does not reach the API', async () => {
      const lines: HeaderLine[] = [
        ['X-Client-Cert', escaped()],
        ['x_client_cert', escaped()],
        xfcc(`Hash=${client.fingerprint}`),
      ];
      const alone = await ask(`${untrusting.url}/orders`, lines);
      assert.equal(codeOf(alone), 'key_missing');
      const { status, text: seen } = await ask(`${untrusting.url}/orders`, [...lines, bearer(text.token)]);
      assert.equal(status, 200, seen);
      const names = Object.keys(seenBy(seen));
      assert.deepEqual(
        names.filter((name) => /cert/i.test(name)),
        [],
      );
    });
  });
});

/** The headers that the API saw. */
function seenBy(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries((JSON.parse(text) as Seen).headers);
}
