/**
 * An authority killed with -9 in the middle of 1,000 issues and revocations and started again: every acknowledged one
 * holds, in its own answers and at a real Envoy.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { ApiError } from '../../../tools/testing/authority.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { startGateway } from './fixture.ts';
import { type Issued, type Session, seen, startSession } from './session.ts';

const { program, skip } = await peerForTests('envoy');
const slug = 'acme_live';
const OPERATIONS = 1_000;
const CONNECTIONS = 16;

/** What the authority has acknowledged of one key, and whether a revocation was under way when it died. */
interface Acknowledged {
  readonly issued: Issued;
  revocation: 'none' | 'asked' | 'acknowledged';
}

it('what was acknowledged before kill -9 holds after it', { skip }, async (t) => {
  const session = await startSession();
  t.after(() => session.stop());
  const workspace = await session.createWorkspace({ slug });
  const survivor = await session.issue(slug);
  const gateway = await startGateway(program, workspace);
  t.after(() => gateway.stop());

  const keys = await operateUntilKilled(session);
  const revoked = keys.filter(({ revocation }) => revocation === 'acknowledged');
  const kept = keys.filter(({ revocation }) => revocation === 'none');
  assert.ok(revoked.length > 50 && kept.length > 50, `${revoked.length} revoked, ${kept.length} kept`);
  assert.equal(await gateway.status(bearer(survivor.token)), 200, 'Envoy goes on without the authority');

  await session.startAgain();
  for (const { issued } of kept) assert.equal(await session.state(slug, issued.key.id), 'active');
  for (const { issued } of revoked) assert.equal(await session.state(slug, issued.key.id), 'revoked');

  const fresh = await session.issue(slug);
  await seen(gateway, fresh.token, 200);
  for (const { issued } of kept) assert.equal(await gateway.status(bearer(issued.token)), 200);
  for (const { issued } of revoked) assert.equal(await gateway.status(bearer(issued.token)), 401);
});

/** Issues keys and revokes every second one, over several connections, and kills the authority half way. */
async function operateUntilKilled(session: Session): Promise<readonly Acknowledged[]> {
  const keys: Acknowledged[] = [];
  let operations = 0;
  let killed: Promise<void> | undefined;

  const count = (): void => {
    operations += 1;
    if (operations === OPERATIONS / 2) killed = session.kill();
  };
  const operate = async (): Promise<void> => {
    for (let n = 0; operations < OPERATIONS; n += 1) {
      const key: Acknowledged = { issued: await session.issue(slug), revocation: 'none' };
      keys.push(key);
      count();
      if (n % 2 === 1) continue;
      key.revocation = 'asked';
      await session.act(slug, key.issued.key.id, 'revoke');
      key.revocation = 'acknowledged';
      count();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: CONNECTIONS }, operate));
  for (const end of ends) {
    // Each connection ends because the authority is gone, and for no other reason.
    assert.ok(end.status === 'rejected' && !(end.reason instanceof ApiError), JSON.stringify(end));
  }
  assert.ok(killed !== undefined);
  await killed;
  return keys;
}
