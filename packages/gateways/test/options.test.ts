import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flagOf, type GivenOptions, gateways, optionFault } from '../src/index.ts';

const workspace = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };

for (const { name, modes, options, render, example } of gateways) {
  describe(`the options of ${name}`, () => {
    it('have names of their own, and standards that are good', () => {
      const names = options.map((option) => flagOf(option));
      assert.equal(new Set(names).size, names.length);
      for (const option of options)
        if (option.standard !== undefined) assert.equal(optionFault(option, option.standard), undefined);
    });

    // HAProxy is given rules for a configuration of its own, without listener and upstream.
    const isWhole = modes.includes('jwt');
    it('are those that the configuration depends on', {
      skip: !isWhole && 'some are parts of a configuration',
    }, () => {
      const given = {
        upstream: example?.upstream ?? 'api:8080',
        ...(modes[0] === 'gate' && { mode: 'jwt' }),
      };
      const made = (more: GivenOptions): string => {
        try {
          return render(workspace, more);
        } catch (error) {
          assert.ok(error instanceof RangeError);
          return error.message;
        }
      };
      const standards = Object.fromEntries(options.map((option) => [option.name, option.standard]));
      assert.equal(render(workspace, { ...standards, ...given }), render(workspace, given));
      const others: Readonly<Record<string, string>> = {
        upstream: 'other:1',
        parent: 'other',
        keys: '20000',
        key: 'pass',
        revocation: '5',
        shards: '256',
        routes: '16',
        listen: '0.0.0.0:80',
        admin: '127.0.0.1:1',
        keySet: 'http://10.0.0.5:7430',
        trustedCa: '/ca.pem',
        reader: 'rdr_0123456789abcdefghijkLMN',
        mode: 'gate',
        gate: 'other-gate:1',
        protocol: 'grpc',
        scope: 'orders:read',
        openPath: '/open',
        preflight: 'pass',
        product: 'alb',
      };
      const ofGate = new Set(['gate', 'protocol', 'scope']);
      for (const option of options) {
        const value = others[option.name];
        assert.ok(value !== undefined && optionFault(option, value) === undefined, option.name);
        const base = { ...given, ...(ofGate.has(option.name) && { mode: 'gate' }) };
        if (option.standard === value) continue;
        assert.notEqual(made({ ...base, [option.name]: value }), render(workspace, base), option.name);
      }
    });

    it('refuse what they do not take, and say what they take', () => {
      for (const option of options) {
        const wrong = { address: 'api', choice: 'x', number: '1.5', text: '' }[option.kind];
        if (option.kind === 'text' && option.form === undefined) continue;
        assert.match(optionFault(option, wrong) ?? '', /^takes /, option.name);
      }
    });
  });
}
