import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { readPages } from '../../src/pages/files.ts';
import { createPagesHandler } from '../../src/pages/handler.ts';
import { StartError } from '../../src/start-error.ts';
import { makeFolder, workspace } from '../support/fixture.ts';
import { type Answer, openHttpFixture } from '../support/http.ts';

// A folder like the one that building the pages creates.
const folder = makeFolder();
const files = {
  'portal.html': '<!doctype html><title>Portal</title>',
  'console.html': '<!doctype html><title>Console</title>',
  'assets/portal-CurSZKmy.js': 'console.log("portal");'.repeat(50),
  'assets/lostwax-keys.js': 'customElements.define("lostwax-keys", class {});',
};
mkdirSync(join(folder, 'assets'));
for (const [name, text] of Object.entries(files)) {
  writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
}
writeFileSync(join(folder, 'secret.txt'), 'not a page');

const fixture = await openHttpFixture({ pages: (domain) => createPagesHandler(readPages(folder), domain) });
const slug = await workspace(fixture);
const framed = await workspace(fixture);
const origins = ['https://app.example.com', 'http://localhost:5173'];
await fixture.domain.updateWorkspace(fixture.admin, framed, { settings: { allowedOrigins: origins } });

const get = (path: string, headers: readonly string[] = [], method = 'GET'): Promise<Answer> =>
  fixture.send({ method, path, key: null, headers });
const policyOf = ({ headers }: Answer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((part) => [part.split(' ', 1)[0] ?? '', part.slice(part.indexOf(' ') + 1)]),
  );

describe('a page', () => {
  const pages = [
    `/portal/${slug}/`,
    `/portal/${slug}`,
    `/portal/${slug}/ses_0123456789abcdef/keys`,
    '/console',
    '/console/',
    '/console/ses_x/audit?q=1',
    "/console/ses_x/w/acme/customers/o'hara%2540acme.example",
  ];
  for (const path of pages) {
    it(`${path}: nothing inline, no other origins, no framing, no caching`, async () => {
      const answer = await get(path);
      assert.equal(answer.status, 200);
      assert.match(answer.text, path.startsWith('/portal') ? /Portal/ : /Console/);
      const { headers } = answer;
      assert.equal(headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-frame-options'], 'DENY');
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.match(String(headers['permissions-policy']), /camera=\(\).*clipboard-write=\(self\)/);
      assert.equal(headers.etag, undefined);
      const policy = policyOf(answer);
      assert.equal(policy['default-src'], "'none'");
      assert.equal(policy['frame-ancestors'], "'none'");
      assert.equal(policy['base-uri'], "'none'");
      for (const part of ['script-src', 'style-src', 'connect-src', 'font-src'])
        assert.equal(policy[part], "'self'", part);
      assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|nonce|\*/);
    });
  }
  it("may be framed only by its workspace's allowed origins", async () => {
    const answer = await get(`/portal/${framed}/`);
    assert.equal(policyOf(answer)['frame-ancestors'], origins.join(' '));
    assert.equal(answer.headers['x-frame-options'], undefined);
    assert.equal(policyOf(await get('/console/'))['frame-ancestors'], "'none'");
  });
  it('does not reveal whether a workspace exists', async () => {
    const [known, unknown] = [await get(`/portal/${slug}/`), await get('/portal/no_such/')];
    for (const { headers } of [known, unknown]) delete headers.date;
    assert.deepEqual(
      [unknown.status, unknown.text, unknown.headers],
      [known.status, known.text, known.headers],
    );
  });
  it('accepts only GET and HEAD', async () => {
    const head = await get(`/portal/${slug}/`, [], 'HEAD');
    assert.deepEqual([head.status, head.text], [200, '']);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await get(`/portal/${slug}/`, [], method);
      assert.deepEqual([status, headers['allow']], [405, 'GET, HEAD']);
    }
  });
});

describe('an asset', () => {
  const script = '/assets/portal-CurSZKmy.js';
  it("with a hash in its name is cached for a year, and only loaded by the authority's own pages", async () => {
    const { status, headers } = await get(script);
    assert.deepEqual([status, headers['content-type']], [200, 'text/javascript; charset=utf-8']);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(headers['access-control-allow-origin'], undefined);
  });
  it("for other sites' pages keeps its name, is revalidated, and may be loaded by any", async () => {
    const { status, headers } = await get('/assets/lostwax-keys.js');
    assert.equal(status, 200);
    assert.equal(headers['cache-control'], 'public, max-age=300');
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
    const again = await get('/assets/lostwax-keys.js', ['if-none-match', String(headers.etag)]);
    assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', headers.etag]);
  });
  it('is compressed as the client accepts, each encoding with its own ETag', async () => {
    const tags = new Set<unknown>();
    for (const [accepted, coding, open] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['identity', undefined, (bytes: Buffer) => bytes],
    ] as const) {
      const answer = await fetch(`http://127.0.0.1:${fixture.port}${script}`, {
        method: 'HEAD',
        headers: { 'accept-encoding': accepted },
      });
      assert.equal(answer.headers.get('content-encoding') ?? undefined, coding);
      assert.equal(answer.headers.get('vary'), 'Accept-Encoding');
      tags.add(answer.headers.get('etag'));
      const sent = readPages(folder).assets.get('portal-CurSZKmy.js')?.[coding ?? 'plain'] as Buffer;
      assert.equal(Number(answer.headers.get('content-length')), sent.length);
      assert.equal(open(sent).toString(), files['assets/portal-CurSZKmy.js']);
    }
    assert.equal(tags.size, 3);
  });
});

describe('an address that a person types', () => {
  const html = ['accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'];

  it('/ redirects browsers to the console, and answers programs as before', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await get('/', html, method);
      assert.deepEqual([status, headers.location], [303, '/console/']);
      assert.match(headers.vary ?? '', /Accept/);
    }
    for (const headers of [[], ['accept', 'application/json'], ['accept', '*/*']]) {
      const { status, json } = await get('/', headers);
      assert.deepEqual([status, json.code], [404, 'not_found']);
    }
    assert.equal((await get('/', html, 'POST')).json.code, 'not_found');
  });

  it('/portal without a workspace is the portal’s page, which no other may frame', async () => {
    for (const path of ['/portal', '/portal/']) {
      const answer = await get(path);
      assert.deepEqual([answer.status, answer.text], [200, files['portal.html']]);
      assert.equal(policyOf(answer)['frame-ancestors'], "'none'");
    }
  });
});

describe('what is not a page', () => {
  const paths = [
    '/assets/',
    '/assets/secret.txt',
    '/assets/portal.html',
    '/assets/portal-CurSZKmy.js.br',
    '/portals',
    '/portal/9x/',
    '/portal/UP/',
    '/consoles',
    '/portal/x/%2e%2e/',
  ];
  for (const path of [
    ...paths,
    '/assets/..%2fsecret.txt',
    '/assets/../secret.txt',
    '/portal/x/../../secret.txt',
    '/assets/\\..\\secret.txt',
  ]) {
    it(`${path} is not found`, async () => {
      const { status, json, text } = await get(path);
      assert.ok([400, 404].includes(status), `${status}`);
      assert.ok(['not_found', 'invalid_request'].includes(json.code));
      assert.doesNotMatch(text, /not a page/);
    });
  }
});

it('a folder without pages is refused at startup with a message', () => {
  assert.throws(
    () => readPages(join(folder, 'nowhere')),
    (error) => error instanceof StartError && /npm run build/.test(error.message),
  );
});
