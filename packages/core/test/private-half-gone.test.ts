/**
 * The promise: within a second of the last answer, no private half is in the memory of the process that minted.
 *
 * What it does not see: registers, kernel buffers, swap, and pieces of fewer than 16 bytes.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

interface Hunt {
  /** Secret numbers learnt, and how many of them memory still holds. */
  readonly secrets: number;
  readonly found: number;
  readonly bytes: number;
}

const run = promisify(execFile);
const program = join(import.meta.dirname, 'support', 'private-half-hunt.ts');

// A young generation that no case fills: V8 collects nothing of its own accord, and what is gone is gone by `mintKey` alone.
const roomy = '--min-semi-space-size=32';

async function hunt(...given: readonly string[]): Promise<Hunt> {
  const { stdout } = await run(process.execPath, [roomy, program, ...given], { timeout: 60_000 });
  return JSON.parse(stdout) as Hunt;
}

const elsewhere =
  process.platform !== 'linux' && 'memory is read through /proc/self/mem, which only Linux has';

describe('the private half is gone', { skip: elsewhere }, () => {
  const cases = [
    // Enough for minor collections to meet major ones: about one in 2,000 does, and would leave its key behind.
    ['ES256', '3000', 'one'],
    ['ES256', '300', 'many'],
    ['ES256', '300', 'thread'],
    ['EdDSA', '300', 'one'],
    ['RS256', '3', 'one'],
  ] as const;
  for (const [algorithm, count, manner] of cases) {
    it(`${count} keys of ${algorithm}, ${manner}: none is found`, async () => {
      const { secrets, found } = await hunt('collected', algorithm, count, manner);
      assert.ok(secrets >= Number(count));
      assert.equal(found, 0, `${found} of ${secrets} are still in memory`);
    });
  }

  it('the search finds what is there: pairs that are held', async () => {
    for (const [algorithm, count] of [
      ['ES256', '50'],
      ['EdDSA', '50'],
      ['RS256', '3'],
    ] as const) {
      const { secrets, found } = await hunt('held', algorithm, count, 'one');
      assert.equal(found, secrets, algorithm);
    }
  });

  it('the collection is what frees them: without it they are found', async () => {
    for (const given of [
      ['ES256', '100', 'one'],
      ['EdDSA', '100', 'thread'],
    ]) {
      const { secrets, found } = await hunt('uncollected', ...given);
      assert.ok(found > secrets / 2, `${given.join(' ')}: ${found} of ${secrets}`);
    }
  });
});
