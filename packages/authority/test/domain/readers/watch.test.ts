import assert from 'node:assert/strict';
import { it } from 'node:test';
import { position } from '../../../../../tools/testing/position.ts';
import { ReaderWatch } from '../../../src/domain/readers/watch.ts';
import type { ReaderRow } from '../../../src/store/rows.ts';

const gate: ReaderRow = {
  id: 'rdr_1',
  workspace_id: 1,
  name: 'edge',
  kind: 'gate',
  refresh_seconds: 5,
  created_at: 0,
  reports: 0,
};
/** As often as a gate reports changes that never stop. */
const EVERY_MILLISECONDS = 250;
const BEGIN = 1_000_000;
const CHANGES = 20_000;

for (const shard of [undefined, 7]) {
  const of = shard === undefined ? 'the whole set' : 'a shard';
  it(`since when a reader has a change of ${of} stays what it was while many others come after it`, () => {
    const watch = new ReaderWatch();
    watch.register(gate);
    const saw = (seq: number, at: number) =>
      watch.saw({ reader: gate.id, workspaceId: 1, shard, position: position(seq) }, at);
    const first = (seq: number) => watch.firstSaw(gate, 7, { epoch: 1, seq }) ?? Number.NaN;
    saw(1_000, BEGIN);
    for (let number = 1; number <= CHANGES; number++) {
      const now = BEGIN + number * EVERY_MILLISECONDS;
      // Two changes at a time: no reported moment names the first of them.
      saw(1_000 + 2 * number, now);
      assert.equal(first(1_000 + 2 * number), now);
      assert.equal(first(500), BEGIN, 'from before it was first heard of');
      if (number % 1_000 !== 0) continue;
      const most = shard === undefined ? 100 : 2;
      for (let past = 1; past <= number; past *= 3) {
        const at = BEGIN + past * EVERY_MILLISECONDS;
        const since = first(999 + 2 * past);
        assert.ok(since >= at && since - at <= (now - at) / most, `${since - at} ms late after ${now - at}`);
      }
    }
    assert.equal(watch.firstSaw(gate, 7, { epoch: 1, seq: 1_001 + 2 * CHANGES }), undefined);
    assert.equal(watch.firstSaw(gate, 7, { epoch: 2, seq: 1 }), undefined);
  });
}
