import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { slugForm } from '@lostwax/core';
import fc from 'fast-check';
import { isPrivateUrl, issuerText, parseIssuer, parseOrigin } from '../src/index.ts';

const origins = fc
  .tuple(fc.constantFrom('http', 'https'), fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })))
  .map(([scheme, host, port]) => new URL(`${scheme}://${host}${port === null ? '' : `:${port}`}`).origin);
const issuers = fc.record(
  { origin: origins, workspace: fc.stringMatching(slugForm) },
  { noNullPrototype: true },
);

describe('an issuer', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(issuers, (issuer) => assert.deepEqual(parseIssuer(issuerText(issuer)), issuer)));
  });

  it('has one spelling', () => {
    const wrong = [
      ...[
        '',
        'acme',
        'https://keys.example.com',
        'https://keys.example.com/',
        'https://keys.example.com/acme/',
      ],
      ...[
        'https://keys.example.com/acme/x',
        'https://keys.example.com/acme?x',
        'https://keys.example.com/acme#',
      ],
      ...[
        'https://KEYS.example.com/acme',
        'HTTPS://keys.example.com/acme',
        'https://keys.example.com:443/acme',
      ],
      ...[
        'https://keys.example.com/Acme',
        'https://keys.example.com/1acme',
        'https://keys.example.com/-acme',
      ],
      ...[
        'https://u:p@keys.example.com/acme',
        'ftp://keys.example.com/acme',
        ' https://keys.example.com/acme',
      ],
      ...[
        'https://keys.example.com/acme\n',
        'https://keys.example.com//acme',
        'https://keys.example.com/%61cme',
      ],
      ...['https://keys.example.com/x/../acme', `https://keys.example.com/${'a'.repeat(64)}`],
    ];
    for (const text of [...wrong, undefined, null, 7, {}, new URL('https://keys.example.com/acme')])
      assert.equal(parseIssuer(text), undefined, String(text));
  });
});

describe('an origin', () => {
  it('is read in the spelling that keys have', () => {
    fc.assert(
      fc.property(origins, fc.boolean(), (origin, slash) => {
        assert.equal(parseOrigin(slash ? `${origin}/` : origin), origin);
      }),
    );
    assert.equal(parseOrigin('HTTPS://KEYS.example.com:443'), 'https://keys.example.com');
  });

  it('is nothing more than an origin', () => {
    for (const text of [
      '',
      'x',
      'ftp://a',
      'https://a/b',
      'https://a?',
      'https://a#',
      'https://u@a',
      'https://:p@a',
    ])
      assert.equal(parseOrigin(text), undefined, text);
  });
});

describe('isPrivateUrl', () => {
  it('is true for https, and for http to this machine', () => {
    for (const url of [
      'https://keys.example.com',
      'http://localhost:7420',
      'http://127.0.0.1',
      'http://[::1]:1',
    ])
      assert.ok(isPrivateUrl(new URL(url)), url);
    for (const url of ['http://keys.example.com', 'http://10.0.0.1', 'ftp://localhost', 'http://0.0.0.0'])
      assert.ok(!isPrivateUrl(new URL(url)), url);
  });
});
