import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AuditRange, AuditWanted } from '../../../src/store/queries/audit.ts';
import { bytes, describeStores, newCustomer, newKey, newWorkspace } from './support.ts';

describeStores('the audit log', (store) => {
  const { audit, keys } = store.read;
  let [one, two] = [0, 0];
  const append = (workspace_id: number, seq: number, change: object = {}) =>
    store.write(({ db }) => {
      const row = { workspace_id, seq, at: seq, action: 'key.issue', actor: 'a', kid: null, details: '{}' };
      const customer_ref = 'customer_ref' in change ? String(change.customer_ref) : null;
      return db.audit.append(
        [{ ...row, customer_ref, texts_hash: bytes(1), hash: bytes(2), ...change }],
        [{ workspace_id, seq, customer_ref, salt: bytes(1, 16), texts: '{}' }],
      );
    });

  it('an empty log has no state', async () => {
    one = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    two = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('two')))).id;
    assert.equal(await audit.lastState('cus_x'), undefined);
  });

  it('a number is unique in a workspace', async () => {
    await append(one, 1);
    await assert.rejects(append(one, 1));
    await append(two, 1);
  });

  it('the last state of a customer is that of the latest update that changed it', async () => {
    const update = { action: 'customer.update', customer_ref: 'cus_x' };
    const state = (value: string) => JSON.stringify({ state: value });
    await append(one, 2, { ...update, details: state('suspended') });
    await append(one, 3, { ...update, details: state('active') });
    await append(one, 4, { ...update, details: '{"maxKeys":3}' });
    await append(one, 5, { ...update, action: 'customer.create', details: state('suspended') });
    await append(one, 6, { ...update, customer_ref: 'cus_y', details: state('suspended') });
    assert.equal(await audit.lastState('cus_x'), state('active'));
    assert.equal(await audit.lastState('cus_y'), state('suspended'));
    assert.equal(await audit.lastState('cus_z'), undefined);
  });

  it('erases the texts of what one actor did between two numbers, in one workspace, and keeps the rows', async () => {
    for (const [seq, actor] of [
      [7, 'a'],
      [8, 'b'],
      [9, 'a'],
      [10, 'a'],
      [11, 'a'],
    ] as const) {
      await append(one, seq, { actor });
      await append(two, seq, { actor });
    }
    await store.write(({ db }) => db.audit.eraseTextsOf(one, 'a', 8, 10));
    const withTexts = async (workspace: number) => {
      const rows = await audit.page(workspace, {}, { order: 'oldest first', above: 6, most: 10 });
      return rows.filter(({ texts, salt }) => texts !== null && salt !== null).map(({ seq }) => seq);
    };
    assert.deepEqual(await withTexts(one), [7, 8, 11]);
    assert.deepEqual(await withTexts(two), [7, 8, 9, 10, 11]);
    assert.equal(await audit.texts(one, 9), undefined);
    assert.equal((await audit.at(one, 9))?.actor, 'a');
  });

  it('a key is unbound until a row binds it: oldest first, after a number, never a revoked one', async () => {
    const { id: customer_id } = await store.write(({ db }) => db.customers.insert(newCustomer(one, 'x')));
    const of = { workspace_id: one, customer_id };
    for (const kid of ['a', 'b', 'c'])
      await store.write(({ db }) => db.keys.insert(newKey(of, kid, { pin: bytes(kid.charCodeAt(0)) })));
    await store.write(({ db }) => db.keys.insert(newKey(of, 'd', { pin: bytes(4), revoked_at: 5 })));
    const unbound = async (after = 0, most = 10) =>
      (await keys.unbound(one, after, most)).map(({ kid }) => kid);
    assert.deepEqual(await unbound(), ['a', 'b', 'c']);
    assert.deepEqual(await unbound(0, 2), ['a', 'b']);
    assert.deepEqual(await unbound((await keys.find('a'))?.id), ['b', 'c']);
    await append(one, 12, { action: 'key.bind', kid: 'b' });
    await append(one, 13, { action: 'key.update', kid: 'c' });
    assert.deepEqual(await unbound(), ['a', 'c']);
    assert.deepEqual(await keys.unbound(two, 0, 10), []);
  });

  it('the entries of a key are those of its whole life, in one workspace, in the order of their numbers', async () => {
    const { id: customer_id } = await store.write(({ db }) => db.customers.insert(newCustomer(one, 'y')));
    const of = { workspace_id: one, customer_id };
    for (const [kid, audit_seq] of [
      ['issued', 20],
      ['rotated', 22],
    ] as const)
      await store.write(({ db }) => db.keys.insert(newKey(of, kid, { pin: bytes(audit_seq), audit_seq })));
    for (const [seq, action, kid] of [
      [20, 'key.issue', 'issued'],
      [21, 'key.disable', 'issued'],
      [22, 'key.rotate', 'rotated'],
      [23, 'rotation.begin', 'issued'],
      [24, 'key.revoke', 'rotated'],
      [25, 'signing-key.create', 'signer'],
    ] as const)
      await append(one, seq, { action, kid });
    await append(two, 20, { action: 'key.issue', kid: 'other' });
    await append(two, 23, { action: 'key.issue', kid: null });
    const numbers = async (kid: string, workspace = one) =>
      (await audit.ofKey(workspace, kid)).map(({ seq }) => seq);
    assert.deepEqual(await numbers('issued'), [20, 21, 23]);
    assert.deepEqual(await numbers('rotated'), [22, 24]);
    assert.deepEqual(await numbers('signer'), [25]);
    assert.deepEqual(await numbers('issued', two), []);
    assert.deepEqual(await numbers('nobody'), []);
    const page = async (kid: string, range: Partial<AuditRange> = {}, wanted: AuditWanted = {}) =>
      (await audit.page(one, { kid, ...wanted }, { order: 'newest first', most: 2, ...range })).map(
        ({ seq }) => seq,
      );
    assert.deepEqual(await page('issued'), [23, 21]);
    assert.deepEqual(await page('issued', { below: 21 }), [20]);
    assert.deepEqual(await page('issued', { order: 'oldest first', above: 20 }), [21, 23]);
    assert.deepEqual(await page('rotated', {}, { action: 'key.rotate' }), [22]);
    assert.deepEqual(await page('rotated', {}, { customerRef: 'cus_z' }), []);
  });

  it('rows are stored all or none, whichever of them is there already, and neighbors are stored', async () => {
    for (const [first, taken] of [
      [100, 100],
      [200, 230],
      [300, 359],
    ] as const) {
      await append(one, taken);
      const row = {
        workspace_id: one,
        at: 1,
        action: 'key.update',
        actor: 'a',
        kid: null,
        customer_ref: null,
      };
      const hashes = { details: '{}', texts_hash: bytes(1), hash: bytes(2) };
      const rows = Array.from({ length: 60 }, (_, n) => ({ ...row, ...hashes, seq: first + n }));
      const failing = store.write(({ db }) => db.audit.append(rows, []));
      const neighbor = append(two, taken);
      await assert.rejects(failing);
      await neighbor;
      const range = { order: 'oldest first', above: first - 1, below: first + 60, most: 100 } as const;
      for (const workspace of [one, two])
        assert.deepEqual(
          (await audit.page(workspace, {}, range)).map(({ seq }) => seq),
          [taken],
        );
    }
  });
});
