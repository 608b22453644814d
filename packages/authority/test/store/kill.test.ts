import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { openFixture, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';

const ROUNDS = 4;
const fixture = await openFixture();

/** Starts the process, kills it after this many acknowledgements, and returns what it acknowledged. */
async function killAfter(slug: string, acknowledgements: number): Promise<string[][]> {
  const program = join(import.meta.dirname, '../support/killed.ts');
  const child = spawn(process.execPath, [program, fixture.file, slug], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    // Also reads what is left in the pipe: that was acknowledged too.
    if (lines.length === acknowledgements) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL', 'it ended before it was killed');
  return lines.map((line) => line.split(' '));
}

it('acknowledged writes survive kill -9, and the ledger has no gap', async () => {
  const slug = await workspace(fixture);
  await fixture.store.close();
  const acknowledged: string[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    acknowledged.push(...(await killAfter(slug, 10 + Math.floor(Math.random() * 150))));
    const database = new DatabaseSync(fixture.file);
    const find = database.prepare('SELECT hex(pin) AS pin, revoked_at, published FROM keys WHERE kid = ?');
    for (const [what, id = '', pin] of acknowledged) {
      const row = find.get(id);
      assert.ok(row, `${id} was ${what}, and is lost (round ${round})`);
      if (what === 'issued') assert.equal(String(row['pin']).toLowerCase(), pin);
      else assert.ok(row['revoked_at'] !== null && row['published'] === 0, `${id} was revoked, and is not`);
    }
    database.close();
    assertLedgers(fixture.file, fixture.clock.now);
  }
});
