import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { Reserve } from '../../src/store/sqlite/reserve.ts';
import { workspace } from '../support/fixture.ts';
import { type Answer, type HttpFixture, openHttpFixture } from '../support/http.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const name =
  'a full disk: 503 for what creates, readiness and a metric say so, keys are served and can be revoked';
const disk = mountSmallDisk();
if (typeof disk === 'string') it(name, { skip: disk }, () => {});
else {
  const reserve = new Reserve(join(disk.folder, 'lostwax.reserve'));
  const fixture = await openHttpFixture({ folder: disk.folder, reserve });
  // Runs after the fixture's own cleanup: a disk in use can't be unmounted.
  after(() => disk.remove());
  it(name, () => fullDisk(fixture, disk));
}

async function fullDisk(fixture: HttpFixture, { fill, makeRoom }: SmallDisk): Promise<void> {
  const slug = await workspace(fixture);
  const path = `/v1/workspaces/${slug}/keys`;
  const issue = (): Promise<Answer> =>
    fixture.send({ method: 'POST', path, body: { customer: 'a', metadata: { text: 'x'.repeat(3_000) } } });
  const { key } = (await issue()).json;
  fill(60_000);
  let answer = await issue();
  for (let n = 0; answer.status === 201 && n < 200; n++) answer = await issue();
  assert.deepEqual(
    [answer.status, answer.json.code, answer.headers['retry-after']],
    [503, 'storage_unavailable', '1'],
  );
  for (const served of [
    path,
    `${path}/${key.id}`,
    '/healthz',
    '/metrics',
    `/${slug}/.well-known/jwks.json`,
  ]) {
    assert.equal((await fixture.send({ method: 'GET', path: served })).status, 200, served);
  }
  const ready = async () => (await fixture.send({ method: 'GET', path: '/readyz', key: null })).status;
  assert.equal(await ready(), 503);
  assert.equal(await writable(), 0);
  const revoked = await fixture.send({ method: 'POST', path: `${path}/${key.id}/revoke` });
  assert.deepEqual([revoked.status, revoked.json.state], [200, 'revoked']);
  makeRoom();
  await until('it is ready again', 15_000, async () => (await ready()) === 200);
  assert.equal(await writable(), 1);
  assert.equal((await issue()).status, 201);

  async function writable(): Promise<number> {
    const { text } = await fixture.send({ method: 'GET', path: '/metrics' });
    return Number(/^lostwax_storage_writable (\d)$/m.exec(text)?.[1]);
  }
}
