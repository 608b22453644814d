/** The machine of PostgreSQL's primary loses its power while nobody writes, and the standby takes over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { makeRandom } from '../../../tools/testing/random.ts';
import { failover } from '../failover.ts';

const folder = mkdtempSync(join(tmpdir(), 'lostwax-lost-primary-'));
after(() => rmSync(folder, { recursive: true, force: true }));

it('authorities whose connections nobody closes use the standby', {
  skip: failover.skip,
  timeout: 120_000,
}, async () => {
  const deployment = await failover.deploy(folder);
  after(() => deployment.close());
  // It ends once each of them has written to the new primary.
  await deployment.strike(makeRandom(1), true);
});
