import assert from 'node:assert/strict';
import { it } from 'node:test';
import { position } from '../../../../../tools/testing/position.ts';
import { Behind } from '../../../src/domain/readers/behind.ts';
import { noteReports } from '../../../src/domain/readers/reporting.ts';
import type { ErrorCode } from '../../../src/errors.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();

/** One that has its own clock, which `pass` advances. */
function open() {
  let uptime = 5_000;
  const behind = new Behind(() => uptime);
  return {
    behind,
    pass: (milliseconds: number) => {
      uptime += milliseconds;
    },
    ahead: (reader: string) => behind.ahead({ reader, workspaceId: 1, position: position(9) }),
    refuses: (code: ErrorCode) => assert.throws(() => behind.assertNot(), withCode(code)),
    serves: () => behind.assertNot(),
  };
}

it('waits for every gate, but no longer than ten seconds', () => {
  const { behind, pass, refuses, serves } = open();
  behind.wait([]);
  serves();
  behind.wait(['a', 'b']);
  behind.heard('a');
  refuses('shutting_down');
  behind.clear('b', 1);
  serves();
  behind.wait(['c']);
  pass(9_999);
  refuses('shutting_down');
  pass(1);
  serves();
});

it('the first report of a gate that is ahead is waited for again, a second one a second later decides', () => {
  const { behind, pass, refuses, serves, ahead } = open();
  serves();
  ahead('a');
  refuses('shutting_down');
  pass(999);
  ahead('a');
  refuses('shutting_down');
  pass(1);
  ahead('a');
  refuses('database_behind');
  behind.clear('a', 1);
  serves();
  // While it runs, it may read from a database that is a moment late.
  ahead('a');
  serves();
  pass(1_000);
  // Each gate's second report counts, whichever was first.
  ahead('b');
  ahead('a');
  refuses('database_behind');
});

it('a gate counts from its first report until it has been silent for five minutes', async () => {
  const { context, domain, admin, clock, store } = fixture;
  const slug = await workspace(fixture);
  const reader = { name: 'edge', kind: 'gate', refreshSeconds: 30 } as const;
  const { id } = await domain.registerReader(admin, slug, reader);
  const [{ workspace_id: workspaceId } = { workspace_id: 0 }] = context.readers.gates();
  const note = noteReports(context);
  const reports = async () => {
    await note();
    return (await store.read.readers.all())[0]?.reports;
  };
  assert.equal(await reports(), 0);
  context.watch.saw({ reader: id, workspaceId, shard: undefined, position: position(1) }, clock.now);
  assert.equal(await reports(), 1);
  clock.now += 299_999;
  assert.equal(await reports(), 1);
  clock.now += 1;
  assert.equal(await reports(), 1, 'silence is measured from here');
  clock.now += 300_000;
  assert.equal(await reports(), 0);
  context.watch.saw({ reader: id, workspaceId, shard: undefined, position: position(1) }, clock.now);
  assert.equal(await reports(), 1);
});
