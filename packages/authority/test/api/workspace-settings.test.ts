/** Links and images of a workspace: accepted, served and refused. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPagesHandler } from '../../src/pages/handler.ts';
import { ORIGIN, workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';
import { signIn } from '../support/sessions.ts';

const page = { type: 'text/html', tag: 'x', plain: Buffer.from('x'), br: undefined, gzip: undefined };
const fixture = await openHttpFixture({
  pages: (domain) => createPagesHandler({ portal: page, console: page, assets: new Map() }, domain),
});
const slug = await workspace(fixture);
const path = `/v1/workspaces/${slug}`;
const patch = (body: object) => fixture.send({ method: 'PATCH', path, body });
const refused = (body: object) => fixture.refused({ method: 'PATCH', path, body }, 400, 'invalid_request');

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const webp = Buffer.from('524946461a000000574542505650384c0d0000002f00000010071011118888fe0700', 'hex');
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
const dataUrl = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`;

describe('links', () => {
  const links = {
    apiUrl: 'https://api.example.com/v2',
    docsUrl: 'https://docs.example.com/keys?from=portal#start',
    supportUrl: 'mailto:help@example.com',
  };

  it('are stored unchanged and passed to the portal', async () => {
    const { status, json } = await patch(links);
    assert.equal(status, 200);
    const { headers } = await signIn(fixture, slug, { customer: 'x' });
    const session = await fixture.send({ method: 'GET', path: '/v1/session', key: null, headers });
    for (const [name, url] of Object.entries(links))
      assert.deepEqual([json[name], session.json.workspace[name]], [url, url]);
    assert.equal((await patch({ apiUrl: null })).json.apiUrl, null);
  });

  it('use plain HTTP only for this machine, by any of its addresses', async () => {
    for (const host of ['localhost', '127.0.0.1', '127.0.0.2', '[::1]']) {
      const url = `http://${host}:8080`;
      assert.equal((await patch({ apiUrl: url, docsUrl: url, supportUrl: url })).status, 200, host);
    }
    for (const host of ['localhost', '127.0.0.1', '127.0.0.2'])
      assert.equal((await patch({ allowedOrigins: [`http://${host}:8080`] })).status, 200, host);
    for (const host of ['127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', '126.0.0.1']) {
      await refused({ apiUrl: `http://${host}` });
      await refused({ allowedOrigins: [`http://${host}`] });
    }
    // Browsers ignore IPv6 addresses in frame-ancestors.
    await refused({ allowedOrigins: ['http://[::1]:8080'] });
    await patch({ allowedOrigins: [] });
  });

  const bad = [
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'http://api.example.com',
    'http://localhost.evil.example',
    'https://user:secret@api.example.com',
    'https://user@api.example.com',
    "https://api.example.com/'$(id)",
    'https://api.example.com/`id`',
    'https://api.example.com/ x',
    'https://api.example.com/"><script>',
    'https://',
    '//api.example.com',
    'api.example.com',
    ' https://api.example.com',
    'https://api.example.com\n',
    `https://api.example.com/${'x'.repeat(2_048)}`,
    '',
    1,
  ];
  for (const name of ['apiUrl', 'docsUrl', 'supportUrl'])
    it(`${name} is no script, no plain HTTP, holds no password and nothing that a shell reads`, async () => {
      for (const url of [...bad, ...(name === 'supportUrl' ? [] : ['mailto:help@example.com'])])
        await refused({ [name]: url });
    });
});

describe('images', () => {
  it('are uploaded as data, served by the authority, cached by browsers, and can be removed', async () => {
    for (const [bytes, type] of [
      [png, 'image/png'],
      [webp, 'image/webp'],
      [jpeg, 'image/jpeg'],
    ] as const) {
      const { json } = await patch({ logo: dataUrl(bytes, type) });
      assert.match(json.logo, new RegExp(`^${ORIGIN}/portal/${slug}/logo\\?v=[0-9a-f]{16}$`));
      const answer = await fixture.send({ method: 'GET', path: json.logo.slice(ORIGIN.length), key: null });
      assert.deepEqual([answer.status, answer.headers['content-type']], [200, type]);
      assert.equal(answer.headers['content-length'], String(bytes.length));
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.match(String(answer.headers['content-security-policy']), /default-src 'none'; sandbox/);
      assert.match(String(answer.headers['cache-control']), /immutable/);
    }
    const { json } = await fixture.send({ method: 'GET', path });
    const again = await patch({ logo: json.logo, name: 'With a logo' });
    assert.deepEqual([again.status, again.json.logo], [200, json.logo], 'what was read can be written back');
    assert.equal((await patch({ logo: null })).json.logo, null);
    const gone = await fixture.send({ method: 'GET', path: `/portal/${slug}/logo`, key: null });
    assert.deepEqual([gone.status, gone.json.code], [404, 'not_found']);
  });

  it('are not in the audit log, which keeps everything', async () => {
    await patch({ favicon: dataUrl(png) });
    const { json } = await fixture.send({ method: 'GET', path: `${path}/audit?limit=1` });
    assert.match(json.items[0].details.favicon, /^[0-9a-f]{16}$/);
  });

  it('are typed by their bytes, small, and cannot contain a script', async () => {
    for (const logo of [
      dataUrl(svg, 'image/svg+xml'),
      dataUrl(svg),
      dataUrl(Buffer.from('GIF89a')),
      dataUrl(Buffer.concat([png, Buffer.alloc(32 * 1024)])),
      dataUrl(Buffer.concat([png, Buffer.alloc(64 * 1024)])),
      dataUrl(png.subarray(0, 8)),
      dataUrl(png.subarray(0, -1)),
      dataUrl(Buffer.concat([png, Buffer.from('<script>')])),
      dataUrl(jpeg.subarray(0, 3)),
      dataUrl(Buffer.concat([webp, Buffer.from('x')])),
      'data:image/png,x',
      'https://cdn.example.com/logo.png',
      `${ORIGIN}/portal/${slug}/logo?v=0123456789abcdef`,
      'javascript:alert(1)',
      '',
    ])
      await refused({ logo });
  });
});

it("the administrators' workspace accepts none of them", async () => {
  for (const body of [
    { apiUrl: 'https://api.example.com' },
    { logo: dataUrl(png) },
    { setupDismissed: true },
  ])
    await fixture.refused({ method: 'PATCH', path: '/v1/workspaces/lostwax', body }, 400, 'invalid_request');
});
