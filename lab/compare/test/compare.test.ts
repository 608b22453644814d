import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { compare } from '../compare.ts';
import { choosingFiles, comparisonFile } from '../docs.ts';
import { comparedMethods } from '../methods.ts';
import { readComparison } from '../report.ts';

const methods = join(import.meta.dirname, '..', '..', '..', 'methods');

/** What an unmodified Envoy makes of each method. */
const inAnEnvoy: Readonly<Record<string, string>> = {
  signed: 'revoked',
  opaque: 'not accepted',
  'oauth-client': 'not accepted',
  certificate: 'not accepted',
  'shared-signed': 'never',
};

describe('the comparison of the methods', () => {
  it('has every folder of methods/', () => {
    const folders = readdirSync(methods, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(
      new Set(folders.map(({ name }) => name)),
      new Set(comparedMethods.map(({ name }) => name)),
    );
  });

  it('measures each, and the thief with the database gets nothing', { timeout: 280_000 }, async () => {
    const { methods: all } = await compare({ sizes: [300], seconds: 0.2, said: () => {} });
    assert.equal(all.length, comparedMethods.length);
    const { skip } = await peerForTests('envoy');
    for (const {
      name,
      first,
      consumer,
      producer,
      cost,
      revocation,
      speeds,
      thieves,
      envoyRevocation,
    } of all) {
      assert.ok(first.requests > first.requestsPerCall && first.requestsPerCall >= 1, name);
      assert.ok(consumer.statements > 1 && producer.statements > 1, name);
      assert.ok(consumer.variables.length > 1, name);
      assert.ok(cost.issueMilliseconds > 0 && cost.storedBytes > 0 && cost.gateBytes > 0, name);
      assert.ok(revocation.p99 >= revocation.p50, name);
      assert.deepEqual(
        speeds.map(({ keys }) => keys),
        [300],
        name,
      );
      assert.ok(
        speeds.every(({ p50, perSecond }) => p50 > 0 && perSecond > 0),
        name,
      );
      assert.ok(thieves.database.tried > 1_000, `${name}: the thief found what there is`);
      assert.equal(thieves.database.succeeded, 0, name);
      // A certificate's private key was never in the authority's memory.
      if (name === 'certificate') assert.equal(thieves.memory.succeeded, 0);
      else assert.ok(thieves.memory.succeeded > 0, `${name}: the thief knows how to read memory`);
      assert.equal(thieves.credential.succeeded, 1, name);
      if (skip) continue;
      const seen = inAnEnvoy[name];
      const inEnvoy = speeds.map(({ envoy }) => envoy !== undefined && envoy.perSecond > 0);
      assert.deepEqual(inEnvoy, [seen === 'revoked' || seen === 'never'], name);
      assert.equal(typeof envoyRevocation === 'object' ? 'revoked' : envoyRevocation, seen, name);
    }
  });

  it('is what docs/choosing.md and its plots say', async () => {
    for (const [file, text] of await choosingFiles(readComparison(comparisonFile)))
      assert.ok(readFileSync(file, 'utf8') === text, `${file} differs: run npm run compare:docs`);
  });
});
