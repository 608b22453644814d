import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Actor } from '../../src/domain/access/actor.ts';
import { Ledger } from '../../src/domain/audit/ledger.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { textsInFiles } from '../support/bytes.ts';
import { openFixture, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin, store, clock } = fixture;
const ROWS = 12_000;

it('a person with very many actions in several workspaces is erased in steps, and no one else is', async () => {
  const slugs = [await workspace(fixture), await workspace(fixture), await workspace(fixture)];
  await domain.people.put(admin, 'grace-hopper', {
    name: 'Grace',
    roles: [{ workspace: null, role: 'owner' }],
  });
  const begun = await domain.sessions.signInPerson('192.0.2.99', {
    ...{ issuer: 'https://login.example', subject: 'grace-hopper', email: undefined, unverified: false },
  });
  assert.ok(typeof begun !== 'string');
  const { id, person, via } = begun.principal;
  const grace: Actor = { id, person, via, address: '192.0.2.99', view: 'all' };
  for (const slug of slugs) {
    const row = await tablesBehind(store.read)
      .selectFrom('workspaces')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow();
    for (const actor of [grace, admin, grace]) {
      await store.write((tx) =>
        Ledger.write(tx, row.id, actor, clock.now, async (ledger) => {
          for (let n = 0; n < ROWS / 9; n += 1)
            ledger.record({ action: 'key.note', texts: { note: `by ${actor.id}` } });
        }),
      );
    }
  }
  assert.deepEqual(textsInFiles(fixture.file, ['"Grace"']), ['"Grace"']);
  await domain.people.remove(admin, 'grace-hopper', true);
  assert.deepEqual(textsInFiles(fixture.file, ['"Grace"', 'grace-hopper', '192.0.2.99', `by ${id}`]), []);
  const left = await tablesBehind(store.read)
    .selectFrom('audit_texts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('texts', 'like', `%by ${admin.id}%`)
    .executeTakeFirstOrThrow();
  assert.equal(left.count, 3 * Math.ceil(ROWS / 9));
  assert.deepEqual(await tablesBehind(store.read).selectFrom('tasks').selectAll().execute(), []);
  assertLedgers(fixture.file, clock.now);
});
