import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pruneChanges } from '../../src/feed/prune.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { openFeeds, parseSnapshot, SLUG } from './support.ts';

const fixture = await openFeeds();
for (let n = 0; n < 20; n += 1) await fixture.issue();
const path = `/${SLUG}/feed/snapshot`;
const { body: whole } = await fixture.get(path);
const size = whole.length;

it('an interrupted download resumes', async () => {
  const first = await fixture.get(path, { range: 'bytes=0-99' });
  assert.equal(first.status, 206);
  assert.equal(first.headers['content-range'], `bytes 0-99/${size}`);
  assert.equal(first.headers['content-length'], '100');
  const rest = await fixture.get(path, { range: 'bytes=100-', 'if-range': String(first.headers.etag) });
  assert.equal(rest.status, 206);
  assert.equal(rest.headers['content-range'], `bytes 100-${size - 1}/${size}`);
  assert.deepEqual(Buffer.concat([first.body, rest.body]), whole);
});

it('the forms of a range (RFC 9110 §14.2)', async () => {
  const cases: readonly [string, number, string | undefined, Buffer][] = [
    ['bytes=0-0', 206, `bytes 0-0/${size}`, whole.subarray(0, 1)],
    ['bytes=-10', 206, `bytes ${size - 10}-${size - 1}/${size}`, whole.subarray(-10)],
    [`bytes=-${size * 9}`, 206, `bytes 0-${size - 1}/${size}`, whole],
    [`bytes=10-${size * 9}`, 206, `bytes 10-${size - 1}/${size}`, whole.subarray(10)],
    [`bytes=${size - 1}-`, 206, `bytes ${size - 1}-${size - 1}/${size}`, whole.subarray(-1)],
    // Anything that isn't a single valid range is ignored.
    ['bytes=5-2', 200, undefined, whole],
    ['bytes=-', 200, undefined, whole],
    ['bytes=0-1,4-5', 200, undefined, whole],
    ['pages=1-2', 200, undefined, whole],
    ['bytes=x-y', 200, undefined, whole],
    ['bytes=99999999999999999999-', 200, undefined, whole],
  ];
  for (const [range, status, contentRange, body] of cases) {
    const got = await fixture.get(path, { range });
    assert.deepEqual([range, got.status, got.headers['content-range']], [range, status, contentRange]);
    assert.deepEqual(got.body, body, range);
  }
});

it('416 states the length', async () => {
  for (const range of [`bytes=${size}-`, 'bytes=-0', `bytes=${size * 2}-${size * 3}`]) {
    const { status, headers, json } = await fixture.get(path, { range });
    assert.deepEqual(
      [range, status, headers['content-range'], json.code],
      [range, 416, `bytes */${size}`, 'range_not_satisfiable'],
    );
  }
});

it('HEAD describes the whole, without a body and regardless of a range', async () => {
  for (const headers of [{}, { range: 'bytes=0-9' }]) {
    const got = await fixture.get(path, headers, 'HEAD');
    assert.deepEqual([got.status, got.headers['content-length'], got.body.length], [200, `${size}`, 0]);
    assert.equal(got.headers.etag, `"${fixture.at(20)}"`);
  }
});

it('If-Range with another version, a weak ETag or a date gets the whole', async () => {
  for (const ifRange of [`"${fixture.at(19)}"`, `W/"${fixture.at(20)}"`, 'Tue, 24 Nov 2026 04:00:00 GMT']) {
    const { status, body } = await fixture.get(path, { range: 'bytes=100-', 'if-range': ifRange });
    assert.equal(status, 200, ifRange);
    assert.deepEqual(body, whole);
  }
});

it('a snapshot that was replaced in the meantime is sent from its beginning', async () => {
  const head = await fixture.get(path, { range: 'bytes=0-99' });
  await fixture.issue();
  // Its changes have been pruned, so it is no longer useful.
  const store = openSqliteStore(fixture.database);
  await pruneChanges(store, Date.now() + 2 * 86_400_000);
  await store.close();
  const got = await fixture.get(path, { range: 'bytes=100-', 'if-range': String(head.headers.etag) });
  assert.equal(got.status, 200);
  assert.equal(got.headers.etag, `"${fixture.at(21)}"`);
  assert.equal(parseSnapshot(got.body).header.count, 21);
});

it('other methods are refused, with a list of the allowed ones', async () => {
  const got = await fixture.get(path, {}, 'POST');
  assert.deepEqual(
    [got.status, got.json.code, got.headers['allow']],
    [405, 'method_not_allowed', 'GET, HEAD'],
  );
});
