/** Invalid answers of a feed, byte for byte. None is accepted, and no redirect is followed. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { until } from '../../../../tools/testing/until.ts';
import { type FeedRequestKind, FeedServer, type Misbehaviour } from '../support/feed-server.ts';
import { startListener } from '../support/listener.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

const types: Readonly<Record<FeedRequestKind, string>> = {
  snapshot: 'application/vnd.lostwax.snapshot',
  changes: 'text/event-stream',
  head: 'application/json',
};
const kinds = Object.keys(types) as FeedRequestKind[];

for (const kind of kinds) {
  it(`a ${kind} that is compressed, untyped or empty is refused`, async (t) => {
    const heads: readonly (readonly [code: string, status: number, headers: Record<string, string>])[] = [
      ['feed_malformed', 200, { 'content-type': types[kind], 'content-encoding': 'gzip' }],
      ['feed_malformed', 200, { 'content-type': types[kind], 'content-encoding': 'br' }],
      ['feed_malformed', 200, {}],
      ['feed_malformed', 200, { 'content-type': `${types[kind]}x` }],
      ['http_status', 204, { 'content-type': types[kind] }],
      ['http_status', 304, { 'content-type': types[kind] }],
      ['http_status', 500, { 'content-type': types[kind] }],
    ];
    for (const [code, status, headers] of heads) {
      const { server, model, issue, follow, untilFailed } = await scene(t);
      issue();
      const body = status === 200 && kind === 'snapshot' ? gzipSync(model.snapshot(false)) : '';
      server.misbehave(kind, (_, response) => Boolean(response.writeHead(status, headers).end(body)));
      const followed = follow();
      await untilFailed(followed, code);
      if (kind !== 'changes') assert.equal(followed.issuer.status().fresh, false);
      await followed.close();
    }
  });
}

it('compression is never requested, and content types match with parameters and in capitals', async (t) => {
  const { server, model, issue, follow } = await scene(t);
  const key = issue();
  server.misbehave('head', (_, response) => {
    response.writeHead(200, { 'content-type': 'Application/JSON; charset=utf-8' });
    return Boolean(
      response.end(JSON.stringify({ position: model.position, issuer: model.issuer, later: 1 })),
    );
  });
  const followed = follow();
  await followed.issuer.ready;
  assert.equal(followed.says(key.token), 'accepted');
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  for (const { headers } of server.seen) assert.equal(headers['accept-encoding'], 'identity');
});

for (const kind of kinds) {
  it(`a redirect of the ${kind} is never followed`, async (t) => {
    const elsewhere = await startListener();
    t.after(() => elsewhere.stop());
    const { server, issue, follow, untilFailed } = await scene(t);
    issue();
    for (const status of [301, 302, 303, 307, 308]) {
      server.misbehave(kind, (_, response) =>
        Boolean(response.writeHead(status, { location: elsewhere.url, 'content-type': types[kind] }).end()),
      );
      const followed = follow();
      await untilFailed(followed, 'redirected');
      await followed.close();
    }
    assert.equal(elsewhere.requests(), 0);
  });
}

const wrongParts: Record<string, (range: string, whole: number, etag: string) => Record<string, string>> = {
  'from another byte': (_, whole, etag) => ({ etag, 'content-range': `bytes 0-${whole - 1}/${whole}` }),
  'without its range': (_, __, etag) => ({ etag }),
  'of another snapshot': (from, whole) => ({
    etag: '"1.999"',
    'content-range': `bytes ${from}-${whole - 1}/${whole}`,
  }),
  'without its tag': (from, whole) => ({ 'content-range': `bytes ${from}-${whole - 1}/${whole}` }),
};

for (const [what, headersOf] of Object.entries(wrongParts)) {
  it(`the rest of a snapshot ${what} is not appended to the first part`, async (t) => {
    const { server, model, issue, follow, untilFailed, untilSays } = await scene(t);
    for (let count = 0; count < 200; count++) issue();
    const key = issue();
    const file = model.snapshot(false);
    const etag = `"${model.position}"`;
    const broken: Misbehaviour = ({ headers: { range } }, response) => {
      const type = { 'content-type': types.snapshot };
      if (range === undefined) {
        response.writeHead(200, { ...type, etag, 'content-length': file.length });
        response.write(file.subarray(0, 1_000), () => response.destroy());
      } else {
        const from = /\d+/.exec(range)?.[0] ?? '';
        response.writeHead(206, { ...type, ...headersOf(from, file.length, etag) });
        response.end(file.subarray(Number(from)));
      }
      return true;
    };
    server.misbehave('snapshot', broken);
    const followed = follow();
    await untilFailed(followed, 'feed_malformed');
    assert.equal(followed.issuer.status().keys, 0);
    server.misbehave('snapshot', undefined);
    await untilSays(followed, key, 'accepted');
  });
}

it('an address of another issuer is not trusted, and the next one is used', async (t) => {
  const { server, issue, follow, untilFailed, untilSays } = await scene(t);
  const key = issue();
  const foreign = await FeedServer.start();
  t.after(() => foreign.stop());
  const followed = follow({ feeds: [foreign.address, server.address] });
  await untilFailed(followed, 'wrong_issuer');
  await untilSays(followed, key, 'accepted');
});
