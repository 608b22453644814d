/** What a start over gates that reported before it serves, and when. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { openFeeds, SLUG } from './support.ts';

const fixture = await openFeeds();
const readers = `/v1/workspaces/${SLUG}/readers`;
const keySet = `/${SLUG}/.well-known/jwks.json`;

const register = async (kind: 'gate' | 'gateway'): Promise<string> =>
  (await fixture.call('POST', readers, { name: `${kind} ${Math.random()}`, kind, refreshSeconds: 30 })).id;
const report = (reader: string, applied: string) =>
  fixture.get(`/${SLUG}/feed/head?reader=${reader}&applied=${applied}`);
const codeOf = async (path: string): Promise<string> => {
  const { status, json } = await fixture.get(path);
  return status === 200 ? 'served' : json.code;
};

/** Waits until the database says that this gate reports. */
async function noted(reader: string): Promise<void> {
  const database = new DatabaseSync(fixture.database, { readOnly: true });
  const row = database.prepare('SELECT reports FROM readers WHERE id = ?');
  await until('the report is noted', 20_000, () => row.get(reader)?.['reports'] === 1);
  database.close();
}

it('without gates that reported, everything is served at once', async () => {
  const gateway = await register('gateway');
  await register('gate');
  await fixture.get(`${keySet}?reader=${gateway}`);
  await fixture.restart();
  assert.equal(await codeOf(keySet), 'served');
  assert.equal(await codeOf('/readyz'), 'served');
});

it('only positions are served until a gate that reported before has reported again', async () => {
  await fixture.issue();
  const gate = await register('gate');
  await report(gate, fixture.at());
  await noted(gate);
  await fixture.restart();
  for (const path of [keySet, `/${SLUG}/.well-known/jwks/00.json`, `/${SLUG}/feed/snapshot`, '/readyz'])
    assert.equal(await codeOf(path), 'shutting_down', path);
  const { headers, json } = await fixture.get(keySet);
  assert.equal(headers['retry-after'], '1');
  assert.match(json.detail, /waits up to 10 seconds for its registered gates/);
  assert.equal((await fixture.get(`/${SLUG}/feed?since=${fixture.at()}`)).status, 503);
  assert.equal(await codeOf('/healthz'), 'served');
  assert.equal(await codeOf(`/${SLUG}/feed/head`), 'served', 'nobody has reported by it');
  assert.equal(await codeOf(keySet), 'shutting_down');
  await report(gate, fixture.at());
  assert.equal(await codeOf(keySet), 'served');
  assert.equal(await codeOf('/readyz'), 'served');
});

it('a stream that continues from what was applied is a report; so is a gate that has nothing', async () => {
  const [{ id }] = (await fixture.call('GET', readers)).items.slice(-1);
  await fixture.restart();
  const stream = await fixture.follow(`/${SLUG}/feed?since=${fixture.at()}&reader=${id}`);
  assert.equal(await codeOf(keySet), 'served');
  stream.close();
  await fixture.restart();
  assert.equal(await codeOf(keySet), 'shutting_down');
  await fixture.get(`/${SLUG}/feed/head?reader=${id}`);
  assert.equal(await codeOf(keySet), 'served');
});

it('a gate that is ahead keeps it from being served, and its next report decides', async () => {
  const [{ id }] = (await fixture.call('GET', readers)).items.slice(-1);
  await fixture.restart();
  const [lineage, epoch, seq, digest] = fixture.at().split('.');
  const ahead = `${lineage}.${epoch}.${Number(seq) + 1}.${digest}`;
  assert.equal((await fixture.get(`/${SLUG}/feed?since=${ahead}&reader=${id}`)).json.code, 'shutting_down');
  assert.equal(await codeOf(keySet), 'shutting_down');
  await until('it is certain', 20_000, async () => {
    assert.equal((await report(id, ahead)).status, 200);
    const code = await codeOf(keySet);
    assert.notEqual(code, 'served');
    return code === 'database_behind';
  });
  await fixture.call('DELETE', `${readers}/${id}`);
  assert.equal(await codeOf(keySet), 'served');
});
