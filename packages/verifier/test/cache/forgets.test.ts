import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { folder, kept, names } from '../support/on-disk.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

it('a record of the full feed is removed from disk soon after its key', async (t) => {
  const all = await scene(t);
  const { server, model, issue, untilSays } = all;
  const gone = issue({ claims: { who: 'somebody who is erased' } });
  const stays = issue({ claims: { who: 'somebody who stays' } });
  const options = { cacheDirectory: folder(t), feedKey: 'feed-key' };
  const first = await kept(all, options);
  const onDisk = (text: string): boolean =>
    names(options).some((name) => readFileSync(join(options.cacheDirectory, name)).includes(text));
  assert.ok(onDisk('somebody who is erased'));
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  const brief = issue({ claims: { who: 'somebody brief' } });
  server.flush();
  await untilSays(first, brief, 'accepted');
  assert.ok(onDisk('somebody brief'), 'in the journal');
  model.remove(gone);
  model.remove(brief);
  server.flush();
  await until('both are gone from disk', LIMIT_MS, () => !onDisk('is erased') && !onDisk('somebody brief'));
  assert.ok(onDisk('somebody who stays'));
  assert.equal(first.says(stays.token), 'accepted');
});
