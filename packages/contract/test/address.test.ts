import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { httpUrl, isInList, isLoopback, isNetwork, networkList, plainAddress } from '../src/index.ts';

const v4 = fc.ipV4();
const v6 = fc.ipV6();

describe('an address list', () => {
  it('takes addresses and networks, and nothing else', () => {
    for (const right of [
      '10.0.0.0/8',
      '10.0.0.1',
      '0.0.0.0/0',
      '::1',
      'fd00::/8',
      '::/0',
      '::ffff:1.2.3.4/128',
    ])
      assert.ok(isNetwork(right), right);
    const wrong = [
      ...[
        '',
        '10.0.0.0/8/9',
        '10.0.0.0/33',
        '::1/129',
        '10.0.0.0/08',
        '10.0.0.0/',
        '10.0.0/8',
        '/8',
        '10.0.0.256',
      ],
      ...['10.0.0.0/8 ', ' 10.0.0.0/8', '10.0.0.0/8\n', '10.0.0.0/-1', '10.0.0.0/1e1', 'localhost', '[::1]'],
      ...['fe80::1%eth0', 'fe80::1%eth0/64', '10.0.0.1:80', '*'],
    ];
    for (const text of wrong) {
      assert.ok(!isNetwork(text), text);
      assert.throws(() => networkList(['10.0.0.0/8', text]), RangeError);
    }
  });

  it('holds an address that it names, alone or in its network', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), fc.boolean(), (address, asNetwork) => {
        const list = networkList([asNetwork ? `${address}/${address.includes(':') ? 128 : 32}` : address]);
        assert.ok(isInList(list, address));
        assert.ok(!isInList(networkList([]), address));
      }),
    );
  });

  it('counts an IPv4 address as itself when it comes in by an IPv6 socket', () => {
    fc.assert(
      fc.property(v4, (address) => {
        assert.equal(plainAddress(`::ffff:${address}`), address);
        assert.ok(isInList(networkList([address]), `::FFFF:${address}`));
      }),
    );
  });

  it('ignores the zone of a link-local address', () => {
    assert.ok(isInList(networkList(['fe80::/10']), 'fe80::1%eth0'));
    assert.ok(!isInList(networkList(['10.0.0.0/8']), 'fe80::1%eth0'));
  });

  it('holds nothing that is not an address', () => {
    for (const other of [undefined, '', 'localhost', 'unix:', '10.0.0.1:80'])
      assert.ok(!isInList(networkList(['0.0.0.0/0', '::/0']), other), other);
  });
});

describe('isLoopback', () => {
  it('is true for this machine by every name', () => {
    for (const host of ['localhost', '127.0.0.1', '127.255.255.254', '::1', '[::1]', '[::ffff:127.0.0.1]'])
      assert.ok(isLoopback(host), host);
    for (const url of ['http://LOCALHOST', 'http://127.1', 'http://[0:0::1]'])
      assert.ok(isLoopback(new URL(url).hostname), url);
  });

  it('is false for every other host', () => {
    for (const host of [
      '',
      '0.0.0.0',
      '::',
      '10.0.0.1',
      '127.0.0.1.example.com',
      'localhost.example.com',
      '[::2]',
    ])
      assert.ok(!isLoopback(host), host);
  });
});

describe('httpUrl', () => {
  it('gives an address that URL reads back', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), fc.integer({ min: 1, max: 65_535 }), (address, port) => {
        const { hostname, port: read } = new URL(httpUrl(address, port));
        assert.equal(Number(read || 80), port);
        assert.ok(isInList(networkList([address]), hostname.replace(/^\[|\]$/g, '')));
      }),
    );
  });
});
