/** Valid and invalid options, and every code of `VerifierError`. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { attachVerifier, createVerifier, VerifierError, type VerifierOptions } from '../src/index.ts';
import { FeedServer } from './support/feed-server.ts';
import { testKey } from './support/keys.ts';
import { LIMIT_MS } from './support/scene.ts';

const issuer = 'http://127.0.0.1:9/acme';
const said = { toString: () => issuer, valueOf: () => 5, [Symbol.toPrimitive]: () => issuer };

/** The option that the message must name, and invalid values for it. */
const refused: readonly (readonly [named: string, ...options: unknown[]])[] = [
  ['options', undefined, null, 1, issuer, () => issuer],
  ['issuers', {}, [], [issuer], { issuers: issuer }, { issuers: said }, { issuers: [] }, { issuers: null }],
  ['issuers', { issuers: Array.from({ length: 65 }, (_, n) => `http://127.0.0.1:9/acme${n}`) }],
  [
    'issuers',
    { issuers: [issuer, issuer] },
    { issuers: [issuer, { issuer }] },
    { issuers: [null] },
    { issuers: [7] },
  ],
  ...[
    ...['', 'acme', 'keys.example.com/acme', 'https://keys.example.com', 'https://keys.example.com/'],
    ...[
      'https://keys.example.com/acme/',
      'https://keys.example.com/a/b',
      'https://keys.example.com/acme?x',
      'HTTPS://keys.example.com/acme',
      'https://keys.example.com/Acme',
      '"https://keys.example.com/acme"',
    ],
    ...[
      'https://keys.example.com/acme#x',
      'https://user:pass@keys.example.com/acme',
      'ftp://keys.example.com/acme',
    ],
    ...[
      'https://keys.example.com:443/acme',
      'https://keys.example.com/%61cme',
      ' https://keys.example.com/acme',
      'file:///acme',
      'javascript:x',
    ],
  ].map((one) => ['issuers', { issuers: [one] }, { issuers: [{ issuer: one }] }] as const),
  ['issuers', { issuers: [said] }, { issuers: [{ issuer: said }] }, { issuers: [{ issuer, feed: issuer }] }],
  [
    'feeds',
    ...[[], issuer, [7], [''], [said], ['https://keys.example.com/'], null].map((feeds) => one({ feeds })),
  ].filter((entry) => (entry as { issuers?: [{ feeds: unknown }] }).issuers?.[0].feeds !== null) as [
    string,
    ...unknown[],
  ],
  [
    'allowHttp',
    one({ feeds: ['http://keys.example.com/acme'] }),
    { issuers: ['http://keys.example.com/acme'] },
  ],
  [
    'allowHttp',
    ...['false', 'true', 1, 0, null, said].map((allowHttp) => ({ issuers: [issuer], allowHttp })),
  ],
  [
    'feedKey',
    ...['', 'a b', 'ä', 'a\nb', 7, said, null, ['a'], 'a'.repeat(4_097)].map((feedKey) => one({ feedKey })),
  ],
  ['reader', ...['', 'a b', 'a\nb', 7, said, 'a'.repeat(256)].map((reader) => one({ reader }))],
  [
    'audience',
    ...['', [], [''], 7, [7], [said], said, null, {}, ['acme', '']].map((audience) => of({ audience })),
  ],
  [
    'maxStaleSeconds',
    ...[0, 0.5, -1, 86_401, Number.NaN, Infinity, '300', said, [300]].map((maxStaleSeconds) =>
      of({ maxStaleSeconds }),
    ),
  ],
  [
    'maxSnapshotBytes',
    ...[-1, 2 ** 41, Number.NaN, '1', said].map((maxSnapshotBytes) => of({ maxSnapshotBytes })),
  ],
  [
    'cachedKeys',
    ...[0, 2 ** 22 + 1, Number.NaN, Infinity, '5', said].map((cachedKeys) => of({ cachedKeys })),
  ],
  ['cacheDirectory', ...['', 7, said, null].map((cacheDirectory) => of({ cacheDirectory }))],
  ['onEvent', ...[7, 'log', {}, null].map((onEvent) => of({ onEvent }))],
  ['readClaims', ...[7, 'parse', {}, null].map((readClaims) => of({ readClaims }))],
  ['audiences', of({ audiences: ['acme'] })],
  ['maxStale', of({ maxStale: 5 })],
];

function of(options: object): object {
  return { issuers: [issuer], ...options };
}

function one(options: object): object {
  return { issuers: [{ issuer, ...options }] };
}

it('invalid options are refused immediately, and the message names the option', () => {
  for (const [named, ...options] of refused) {
    for (const option of options) {
      assert.throws(
        () => createVerifier(option as VerifierOptions),
        (error) => {
          assert.ok(error instanceof VerifierError, `${named}: ${String(error)}`);
          assert.equal(error.code, 'options_invalid');
          assert.ok(error.message.includes(named), `${named}: ${error.message}`);
          return true;
        },
        `${named}: ${JSON.stringify(option)}`,
      );
    }
  }
});

it('an omitted option and an undefined one are the same', async () => {
  const names = [
    'audience',
    'maxStaleSeconds',
    'cacheDirectory',
    'allowHttp',
    'maxSnapshotBytes',
    'cachedKeys',
  ];
  const nothing = Object.fromEntries([...names, 'onEvent', 'readClaims'].map((name) => [name, undefined]));
  const issuers = [{ issuer, feeds: undefined, feedKey: undefined, reader: undefined }];
  await createVerifier({ ...nothing, issuers } as never).close();
});

it('the limits of each range are allowed', async () => {
  const ends: object[] = [
    { maxStaleSeconds: 1, cachedKeys: 1, maxSnapshotBytes: 0, audience: 'a' },
    { maxStaleSeconds: 86_400, cachedKeys: 2 ** 22, maxSnapshotBytes: 2 ** 40, audience: ['a', 'b'] },
    { issuers: Array.from({ length: 64 }, (_, n) => `http://127.0.0.1:9/acme${n}`) },
    {
      issuers: [
        {
          issuer: 'https://keys.example.com/acme',
          feeds: [issuer, 'http://[::1]:9/acme', 'http://localhost:9/acme'],
        },
      ],
    },
    { issuers: [{ issuer, feeds: ['http://10.255.255.1:9/acme'] }], allowHttp: true },
    one({ feedKey: 'k'.repeat(4_096), reader: 'r'.repeat(255) }),
  ];
  for (const options of ends) await createVerifier(of(options) as VerifierOptions).close();
});

it('options cannot be changed afterwards', async (t) => {
  const server = await FeedServer.start();
  t.after(() => server.stop());
  const key = testKey({ issuer: server.issuer });
  server.model.add(key);
  const audience = ['other'];
  const feeds = [server.address];
  const verifier = createVerifier({ issuers: [{ issuer: server.issuer, feeds }], audience });
  t.after(() => verifier.close());
  audience.push('acme');
  feeds[0] = issuer;
  await verifier.ready(LIMIT_MS / 1000);
  const result = verifier.check(key.token);
  assert.equal(result.accepted ? 'accepted' : result.code, 'audience_mismatch');
});

it('ready() times out with not_ready and the reason, and the verifier keeps trying', async (t) => {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const verifier = createVerifier({ issuers: [issuer, `http://127.0.0.1:${port(silent)}/acme`] });
  t.after(() => silent.closeAllConnections());
  t.after(() => verifier.close());
  await assert.rejects(verifier.ready(0.3), (error) => {
    assert.ok(error instanceof VerifierError);
    assert.equal(error.code, 'not_ready');
    assert.match(error.message, /127\.0\.0\.1:9.*connection failed/i);
    return true;
  });
  for (const seconds of [-1, Number.NaN, Infinity, 86_401, '5']) {
    await assert.rejects(verifier.ready(seconds as number), { code: 'options_invalid' });
  }
});

it('scopes that are not an array throw before any key is checked', async (t) => {
  const verifier = createVerifier({ issuers: [issuer] });
  t.after(() => verifier.close());
  for (const scopes of ['admin', said, {}, 7, null]) {
    assert.throws(() => verifier.check(undefined, { scopes: scopes as never }), { code: 'options_invalid' });
  }
});

it('readClaims runs once per key, in this thread and in attached ones', async (t) => {
  const server = await FeedServer.start();
  t.after(() => server.stop());
  const [good, bad] = ['gold', 7].map((plan) => testKey({ issuer: server.issuer, claims: { plan } })) as [
    ReturnType<typeof testKey>,
    ReturnType<typeof testKey>,
  ];
  for (const key of [good, bad]) server.model.add(key);
  let read = 0;
  const readClaims = (
    claims: Readonly<Record<string, unknown>>,
  ): { rank: number; since: { year: number } } => {
    read++;
    if (claims['plan'] !== 'gold') throw new TypeError('no plan');
    return { rank: 1, since: { year: 2026 } };
  };
  const verifier = createVerifier({ issuers: [server.issuer], readClaims });
  t.after(() => verifier.close());
  await verifier.ready(LIMIT_MS / 1000);
  const attached = attachVerifier(verifier.share(), { readClaims });
  t.after(() => attached.close());
  for (const checker of [verifier, attached]) {
    read = 0;
    for (let count = 0; count < 10; count++) {
      const result = checker.check(good.token);
      assert.ok(result.accepted);
      assert.deepEqual(result.key.claims, { rank: 1, since: { year: 2026 } });
      assert.ok(Object.isFrozen(result.key.claims.since));
    }
    assert.equal(read, 1);
    const refusal = checker.check(bad.token);
    assert.equal(refusal.accepted ? 'accepted' : refusal.code, 'claims_refused');
  }
});

function port(server: ReturnType<typeof createServer>): number {
  return (server.address() as AddressInfo).port;
}
