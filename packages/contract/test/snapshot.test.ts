import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  EMPTY_DIGEST,
  headerLength,
  LimitError,
  MOST_HEADER_BYTES,
  PREAMBLE_BYTES,
  parseSnapshotHeader,
  type SnapshotHeader,
  snapshotStart,
} from '../src/index.ts';

const position = { lineage: '9f86d081884c7d65', epoch: 1, seq: 42, digest: EMPTY_DIGEST };
const header: SnapshotHeader = { issuer: 'https://a/b', feed: 'public', position, count: 1, bytes: 16 };

describe('the start of a snapshot', () => {
  it('is read as it was written', () => {
    const headers = fc.record(
      {
        issuer: fc.webUrl(),
        feed: fc.constantFrom('public' as const, 'full' as const),
        count: fc.maxSafeNat(),
        bytes: fc.maxSafeNat(),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(headers, fc.boolean(), fc.nat(1_000), (of, leftOut, room) => {
        const written = { ...of, position, ...(leftOut && { leftOut }) };
        const start = snapshotStart(written, room);
        assert.equal(headerLength(start), start.length - PREAMBLE_BYTES);
        assert.ok(start.length >= room);
        assert.deepEqual(parseSnapshotHeader(start.toString('utf8', PREAMBLE_BYTES)), written);
      }),
    );
  });

  it('has a header of at most 4,096 bytes, for writers and readers alike', () => {
    const room = snapshotStart(header).length - PREAMBLE_BYTES - header.issuer.length;
    const longest = snapshotStart({ ...header, issuer: 'x'.repeat(MOST_HEADER_BYTES - room) });
    assert.equal(headerLength(longest), MOST_HEADER_BYTES);
    const tooLong = 'x'.repeat(MOST_HEADER_BYTES - room + 1);
    assert.throws(() => snapshotStart({ ...header, issuer: tooLong }), LimitError);
    longest.writeUInt32LE(MOST_HEADER_BYTES + 1, PREAMBLE_BYTES - 4);
    assert.equal(headerLength(longest), undefined);
  });

  it('begins with the magic of this version', () => {
    const start = snapshotStart(header);
    start.write('LWXSNAP1', 'latin1');
    assert.equal(headerLength(start), undefined);
  });

  it('lacks no member, and has each of its type', () => {
    const json = JSON.parse(snapshotStart(header).toString('utf8', PREAMBLE_BYTES));
    for (const name of Object.keys(json))
      for (const other of [undefined, null, -1, 0.5, {}, []])
        assert.equal(parseSnapshotHeader(JSON.stringify({ ...json, [name]: other })), undefined, name);
    for (const text of ['', 'null', '7', '[]']) assert.equal(parseSnapshotHeader(text), undefined);
  });
});
