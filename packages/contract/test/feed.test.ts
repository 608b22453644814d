import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '@lostwax/core';
import fc from 'fast-check';
import {
  EventStreamParser,
  entryText,
  eventText,
  type FeedEvent,
  type FeedKind,
  FRAME_BYTES,
  feedPath,
  frameEnd,
  frameOf,
  HEARTBEAT,
  headText,
  isWholeEntry,
  LimitError,
  MOST_ENTRY_BYTES,
  MOST_EVENT_CHARACTERS,
  PIN_BYTES,
  type Position,
  parseEntry,
  parseEvent,
  parseFeedPath,
  parseHead,
  parsePin,
  removedEntryText,
  SetDigest,
} from '../src/index.ts';

/** Records as code writes them. */
const record = <Of>(of: { [Name in keyof Of]: fc.Arbitrary<Of[Name]> }) =>
  fc.record(of, { noNullPrototype: true });

const positions: fc.Arbitrary<Position> = record({
  lineage: fc.stringMatching(/^[0-9a-f]{16}$/),
  epoch: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  seq: fc.maxSafeNat(),
  digest: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => new SetDigest(bytes).text),
});
const kinds = fc.constantFrom<FeedKind>('public', 'full');
const lines = fc.string({ maxLength: 200, unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ''));
const events: fc.Arbitrary<FeedEvent> = fc.oneof(
  record({ position: positions, change: fc.constantFrom('add', 'remove'), data: lines }),
  record({ position: positions, change: fc.constant('other' as const), data: fc.constant('') }),
);
const entries = fc.record(
  {
    pin: fc.uint8Array({ minLength: PIN_BYTES, maxLength: PIN_BYTES }),
    method: fc.string({ minLength: 1 }),
    kid: fc.string(),
    customer: fc.string(),
    scopes: fc.array(fc.string()),
    claims: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()), {
      noNullPrototype: true,
    }) as fc.Arbitrary<JsonObject>,
    exp: fc.maxSafeNat(),
  },
  { requiredKeys: ['pin', 'method', 'kid', 'customer', 'scopes', 'claims'], noNullPrototype: true },
);

describe('the events of a feed', () => {
  it('are read as they were written, however the stream is cut', () => {
    fc.assert(
      fc.property(
        kinds,
        fc.array(events, { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        (kind, all, size) => {
          const bytes = Buffer.from(all.map((event) => eventText(kind, event) + HEARTBEAT).join(''));
          const parser = new EventStreamParser();
          const read: unknown[] = [];
          for (let at = 0; at < bytes.length; at += size)
            for (const raw of parser.push(bytes.subarray(at, at + size))) read.push(parseEvent(kind, raw));
          assert.deepEqual(read, all);
        },
      ),
    );
  });

  it('are refused for a wrong position, change or checksum, and say which', () => {
    fc.assert(
      fc.property(events, (event) => {
        const [raw] = new EventStreamParser().push(Buffer.from(eventText('full', event)));
        assert.ok(raw);
        assert.equal(parseEvent('full', { ...raw, id: `${raw.id}0` }), 'position');
        assert.equal(parseEvent('full', { ...raw, id: undefined }), 'position');
        assert.equal(parseEvent('full', { ...raw, event: 'put' }), 'change');
        assert.equal(parseEvent('full', { ...raw, event: undefined }), 'change');
        if (event.change === 'other') return;
        assert.equal(parseEvent('full', { ...raw, data: `${raw.data}x` }), 'checksum');
        assert.equal(parseEvent('full', { ...raw, check: undefined }), 'checksum');
      }),
    );
  });

  it('hold one entry at most, on one line', () => {
    const position = { lineage: '9f86d081884c7d65', epoch: 1, seq: 1, digest: 'A'.repeat(22) };
    const event = (data: string): FeedEvent => ({ position, change: 'add', data });
    const longest = event('x'.repeat(MOST_ENTRY_BYTES));
    const [raw] = new EventStreamParser().push(Buffer.from(eventText('full', longest)));
    assert.deepEqual(raw && parseEvent('full', raw), longest);
    for (const data of ['x'.repeat(MOST_ENTRY_BYTES + 1), 'a\nb', 'a\rb'])
      assert.throws(() => eventText('full', event(data)), LimitError);
  });

  it('end a stream that would fill the memory', () => {
    const chunk = Buffer.from(`data: ${'x'.repeat(1_000)}\n`);
    for (const piece of [chunk, Buffer.alloc(1_000, 'x')]) {
      const parser = new EventStreamParser();
      assert.throws(() => {
        for (let sent = 0; sent <= MOST_EVENT_CHARACTERS; sent += 1_000) parser.push(piece);
      }, LimitError);
    }
  });
});

describe('an entry of the full feed', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const read = parseEntry(entryText(entry));
        assert.ok(read && isWholeEntry(read));
        const { pin, ...rest } = read;
        assert.deepEqual(
          { ...rest, pin: parsePin(pin, PIN_BYTES) },
          { ...entry, pin: Buffer.from(entry.pin) },
        );
        const { pin: bytes, kid, method } = entry;
        assert.deepEqual(parseEntry(removedEntryText(entry)), { pin: read.pin, kid, method });
        assert.equal(bytes.length, PIN_BYTES);
      }),
    );
  });

  it('lacks no member, and has each of its type', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const read = parseEntry(entryText({ ...entry, exp: 1 }));
        assert.ok(read);
        for (const name of Object.keys(read)) {
          assert.ok(!isWholeEntry({ ...read, [name]: null }) || name === 'method', name);
        }
        for (const text of ['', 'null', '7', '[]', '{}', '{"method":7}', '"method"'])
          assert.equal(parseEntry(text), undefined, text);
      }),
      { numRuns: 10 },
    );
  });

  it('has at most 65,536 bytes', () => {
    const entry = {
      pin: Buffer.alloc(PIN_BYTES),
      method: 'signed',
      kid: 'k',
      customer: '',
      scopes: [],
      claims: {},
    };
    const room = MOST_ENTRY_BYTES - Buffer.byteLength(entryText(entry));
    assert.equal(Buffer.byteLength(entryText({ ...entry, customer: 'x'.repeat(room) })), MOST_ENTRY_BYTES);
    assert.throws(() => entryText({ ...entry, customer: 'x'.repeat(room + 1) }), LimitError);
    assert.throws(() => entryText({ ...entry, customer: 'ä'.repeat(room / 2 + 1) }), LimitError);
    const frame = Buffer.alloc(FRAME_BYTES);
    frame.writeUInt32LE(MOST_ENTRY_BYTES + 1);
    assert.throws(() => frameEnd(frame, 0), LimitError);
  });

  it('is found in a snapshot between others', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (all) => {
        const bytes = Buffer.concat(all.map(frameOf));
        let at = 0;
        for (const entry of all) {
          const end = frameEnd(bytes, at);
          assert.deepEqual(bytes.subarray(at + FRAME_BYTES, end), Buffer.from(entry));
          at = end ?? Number.NaN;
        }
        assert.equal(frameEnd(bytes, at), undefined);
      }),
    );
  });
});

describe('the head of a feed', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(positions, fc.webUrl(), (position, issuer) => {
        assert.deepEqual(parseHead(headText({ position, issuer })), { position, issuer });
      }),
    );
  });

  it('has a position', () => {
    for (const text of ['', 'null', '{}', '7', '{"position":"1.42"}', '{"position":null}', '[]'])
      assert.equal(parseHead(text), undefined, text);
  });
});

describe('the paths of a feed', () => {
  it('are read as they were written', () => {
    const parts = fc.constantFrom('snapshot' as const, 'changes' as const, 'head' as const);
    fc.assert(
      fc.property(kinds, parts, (kind, part) => {
        const expected = { workspace: 'acme', kind: part === 'head' ? 'public' : kind, part };
        assert.deepEqual(parseFeedPath(`/acme${feedPath({ kind, part })}`), expected);
      }),
    );
  });

  it('have one spelling', () => {
    for (const path of [
      '/feed',
      '/acme/feed/',
      '/acme/feed/full/head',
      '/Acme/feed',
      '/a/b/feed',
      '/acme/feed?x',
      '/acme/feed/snapshot/full',
      '/acme/feeds',
    ])
      assert.equal(parseFeedPath(path), undefined, path);
  });
});
