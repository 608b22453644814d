/** A set that differs from the authority's is detected by its digest and repaired without an interruption. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parsePosition, positionText, SetDigest } from '@lostwax/contract';
import { until } from '../../../../tools/testing/until.ts';
import { testKey } from '../support/keys.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

it('a change with the wrong digest is not applied, but those after it are', async (t) => {
  const { server, model, issue, follow, untilSays, untilFailed } = await scene(t);
  const key = issue();
  const followed = follow();
  await untilSays(followed, key, 'accepted');
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  const forged = testKey({ issuer: model.issuer });
  const data = forged.pin.subarray(0, 16).toString('base64url');
  const at = { ...model.at(), seq: model.seq + 1 };
  server.writeRaw(`id: ${positionText(at)}\nevent: add\ndata: ${data}\n\n`);
  await untilFailed(followed, 'set_diverged');
  assert.equal(followed.says(forged.token), 'key_unknown');
  assert.equal(followed.says(key.token), 'accepted', 'no key is refused meanwhile');
  const next = issue();
  await until('the stream is open again', LIMIT_MS, () => server.streams === 1);
  server.flush();
  await untilSays(followed, next, 'accepted');
});

it('a head with the same number and another digest triggers a snapshot, and no key is refused meanwhile', async (t) => {
  const { server, model, issue, follow, untilSays, untilFailed } = await scene(t);
  const key = issue();
  const followed = follow({ maxStaleSeconds: 3 });
  await untilSays(followed, key, 'accepted');
  const taken = server.asked.snapshot;
  const digest = new SetDigest(model.at().digest).toggle(
    testKey({ issuer: model.issuer }).pin.subarray(0, 16),
  ).text;
  server.misbehave('head', (_, response) => {
    const position = positionText({ ...(parsePosition(model.position) ?? model.at()), digest });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ position, issuer: model.issuer }));
    return true;
  });
  await untilFailed(followed, 'set_diverged');
  await until('the snapshot is loaded', LIMIT_MS, () => server.asked.snapshot > taken);
  server.misbehave('head', undefined);
  await untilSays(followed, key, 'accepted');
  const next = issue();
  server.flush();
  await untilSays(followed, next, 'accepted');
});

it('a snapshot older than the set catches up separately before it replaces the set', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const early = issue();
  const old = { position: model.position, file: model.snapshot(false) };
  const revoked = issue();
  const late = issue();
  model.remove(revoked);
  const followed = follow({ maxStaleSeconds: 3 });
  await untilSays(followed, late, 'accepted');
  const seen: string[] = [];
  server.misbehave('snapshot', (_, response) => {
    response.writeHead(200, {
      'content-type': 'application/vnd.lostwax.snapshot',
      etag: `"${old.position}"`,
      'content-length': old.file.length,
    });
    response.end(old.file);
    return true;
  });
  const digest = new SetDigest(model.at().digest).toggle(
    testKey({ issuer: model.issuer }).pin.subarray(0, 16),
  ).text;
  let lies = 1;
  server.misbehave('head', (_, response) => {
    if (lies-- <= 0) return false;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ position: positionText({ ...model.at(), digest }), issuer: model.issuer }));
    return true;
  });
  const { snapshots } = followed.issuer.status();
  await until('the old snapshot has caught up', LIMIT_MS, () => {
    for (const [name, { token }] of Object.entries({ early, late })) {
      const said = followed.says(token);
      if (said !== 'accepted') seen.push(`${name}: ${said}`);
    }
    if (followed.says(revoked.token) === 'accepted') seen.push('a revoked key was accepted');
    return followed.issuer.status().snapshots > snapshots;
  });
  assert.deepEqual(seen, []);
  assert.equal(followed.issuer.status().position, model.position);
  assert.equal(followed.says(revoked.token), 'key_unknown');
});
