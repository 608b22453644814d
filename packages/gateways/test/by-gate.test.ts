/** The configurations of gateways that ask a gate are those of docs/gateways.md, which its tests run with the real programs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type GivenOptions, gateways } from '@lostwax/gateways';
import { codeBlocks } from '../../../tools/testing/code-blocks.ts';

const readme = readFileSync(new URL('../../../docs/gateways.md', import.meta.url), 'utf8');
const identity = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };
const upstream = '127.0.0.1:8080';
/** The documents leave the gate's usual port to the quick start. */
const documentedGate = '127.0.0.1:7431';
/** The gate behind these knows the API; they don't. */
const proxied = new Set(['haproxy', 'apache']);
const languages = { nginx: 'nginx', caddy: 'caddyfile', haproxy: 'haproxy', apache: 'apache' };

describe('the configuration of', () => {
  for (const [name, language] of Object.entries(languages)) {
    const gateway = gateways.find((item) => item.name === name);
    assert.ok(gateway);
    const render = (more: GivenOptions = {}) => gateway.render(identity, { upstream, ...more });

    it(`${name} is the one that is documented and tested`, () => {
      const [documented] = codeBlocks(readme, language);
      assert.equal(render({ gate: documentedGate }), documented);
      assert.ok(gateway.modes.includes('gate'));
    });

    it(`${name} has the addresses that are asked for`, () => {
      const text = render({
        listen: '0.0.0.0:443',
        gate: 'gate.internal:9001',
        upstream: '[::1]:3000',
      });
      const wanted = ['0.0.0.0:443', 'gate.internal:9001', ...(proxied.has(name) ? [] : ['[::1]:3000'])];
      for (const address of wanted) assert.ok(text.includes(address), address);
      assert.doesNotMatch(text, /127\.0\.0\.1:(8000|8080|7421)/);
    });

    it(`${name} does not check keys by itself`, () => {
      assert.throws(() => render({ mode: 'jwt' }), RangeError);
    });
  }
});
