import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { administrator, workspace } from '../support/fixture.ts';
import { openHttpFixture, type Sent } from '../support/http.ts';
import { signIn } from '../support/sessions.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const path = `/v1/workspaces/${slug}/keys`;
const issue = (key: string, body: unknown = { customer: 'a' }): Sent => ({
  method: 'POST',
  path,
  body,
  headers: ['Idempotency-Key', key],
});

describe('Idempotency-Key', () => {
  it('a repeat creates no second key: 409 names the first', async () => {
    const first = await fixture.send(issue('one'));
    assert.equal(first.status, 201);
    const { json } = await fixture.refused(issue('one'), 409, 'idempotency_replayed');
    assert.deepEqual(json.keyIds, [first.json.key.id]);
    assert.match(json.detail, new RegExp(first.json.key.id));
  });
  it('a different body, even by one space: 422', async () => {
    await fixture.send(issue('two'));
    await fixture.refused(issue('two', { customer: 'b' }), 422, 'idempotency_mismatch');
    await fixture.refused(issue('two', '{ "customer":"a"}'), 422, 'idempotency_mismatch');
  });
  it('two at once create one key', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => fixture.send(issue('three'))));
    assert.deepEqual(
      answers.map(({ status }) => status).sort((a, b) => a - b),
      [201, 409, 409, 409, 409],
    );
  });
  it('a failed request may be repeated', async () => {
    await fixture.refused(
      issue('four', { customer: 'a', scopes: ['x'], claims: { sub: 'x' } }),
      400,
      'claim_registered',
    );
    assert.equal((await fixture.send(issue('four'))).status, 201);
  });
  it('of another administrator, operation or workspace is a different request', async () => {
    await fixture.send(issue('five'));
    const { token } = await administrator(fixture);
    assert.equal((await fixture.send({ ...issue('five'), key: token })).status, 201);
    const batch = { ...issue('five', { items: [{ customer: 'a' }] }), path: `${path}:batch` };
    assert.equal((await fixture.send(batch)).status, 201);
    assert.equal((await fixture.refused(batch, 409, 'idempotency_replayed')).json.keyIds.length, 1);
    const other = `/v1/workspaces/${await workspace(fixture)}/keys`;
    assert.equal((await fixture.send({ ...issue('five'), path: other })).status, 201);
  });
  it('of another portal session of the same customer is the same request, of another customer’s is not', async () => {
    const inPortal = async (customer: string): Promise<Sent> => {
      const { headers } = await signIn(fixture, slug, { customer });
      const sent = issue('nine', { customer });
      return { ...sent, key: null, headers: [...headers, ...(sent.headers ?? [])] };
    };
    const first = await fixture.send(await inPortal('guest'));
    assert.equal(first.status, 201);
    const { json } = await fixture.refused(await inPortal('guest'), 409, 'idempotency_replayed');
    assert.deepEqual(json.keyIds, [first.json.key.id]);
    assert.equal((await fixture.send(await inPortal('other-guest'))).status, 201);
  });
  it('applies to rotations, for each key separately', async () => {
    const [one, two] = await Promise.all([fixture.send(issue('six')), fixture.send(issue('seven'))]);
    const rotate = (id: string): Sent => ({ ...issue('eight', {}), path: `${path}/${id}/rotate` });
    const first = await fixture.send(rotate(one.json.key.id));
    assert.equal(first.status, 201);
    assert.equal((await fixture.send(rotate(two.json.key.id))).status, 201);
    const { json } = await fixture.refused(rotate(one.json.key.id), 409, 'idempotency_replayed');
    assert.deepEqual(json.keyIds, [first.json.key.id]);
  });
  it('must be 1 to 255 visible ASCII characters, once', async () => {
    for (const headers of [
      ['Idempotency-Key', ''],
      ['Idempotency-Key', 'a b'],
      ['Idempotency-Key', 'x'.repeat(256)],
      ['Idempotency-Key', 'é'],
      ['Idempotency-Key', 'a', 'Idempotency-Key', 'b'],
    ]) {
      await fixture.refused({ ...issue(''), headers }, 400, 'invalid_request');
    }
    assert.equal((await fixture.send(issue('x'.repeat(255)))).status, 201);
  });
});
