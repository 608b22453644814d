import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { workspace } from '../support/fixture.ts';
import { type Answer, type HttpFixture, openHttpFixture } from '../support/http.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const name = 'a full disk: 503 for what must be written, and what is there is served';
const disk = mountSmallDisk();
if (typeof disk === 'string') test(name, { skip: disk }, () => {});
else {
  const fixture = await openHttpFixture({ folder: disk.folder });
  // After the fixture's own: a disk in use cannot be taken away.
  after(() => disk.remove());
  test(name, () => fullDisk(fixture, disk));
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
  for (const served of [path, `${path}/${key.id}`, '/readyz', '/metrics', `/${slug}/.well-known/jwks.json`]) {
    assert.equal((await fixture.send({ method: 'GET', path: served })).status, 200, served);
  }
  makeRoom();
  assert.equal((await issue()).status, 201);
}
