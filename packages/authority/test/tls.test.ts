import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { makeTestAuthority } from '../../../tools/testing/certificate.ts';
import { readMutualTls } from '../src/oauth/mutual-tls.ts';
import { StartError } from '../src/start-error.ts';
import { readTls } from '../src/tls.ts';

describe("the authority's own certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-tls-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('is refused unless certificate and key fit together, and only then are clients asked for theirs', async () => {
    const ca = await makeTestAuthority();
    const [own, other] = [await ca.issue('localhost'), await ca.issue('localhost')];
    const tlsCert = file('tls.crt', own.certificate);
    const tlsKey = file('tls.key', own.key);
    for (const wrong of [
      { tlsCert },
      { tlsKey },
      { tlsCert, tlsKey: file('other.key', other.key) },
      { tlsCert, tlsKey: join(folder, 'none.key') },
      { tlsCert: file('empty.crt', ''), tlsKey },
      { tlsClientCerts: true },
    ])
      assert.throws(() => readTls(wrong), StartError, JSON.stringify(wrong));
    assert.equal(readTls({}), undefined);
    assert.equal(readTls({ tlsCert, tlsKey })?.asksClients, false);
    assert.equal(readTls({ tlsCert, tlsKey, tlsClientCerts: true })?.asksClients, true);
  });

  it('excludes a header for the certificates of clients', () => {
    assert.throws(() => readMutualTls({ clientCertHeader: 'X-Cert' }, ['127.0.0.1'], true), StartError);
    assert.deepEqual(readMutualTls({ mtlsOrigin: 'https://mtls.example.com' }, [], true), {
      header: undefined,
      origin: 'https://mtls.example.com',
    });
    assert.equal(readMutualTls({}, [], false), undefined);
  });
});
