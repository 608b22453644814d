import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startBare } from '../load/bare.ts';
import { type Load, startLoad } from '../load/load.ts';

describe('a measuring process', () => {
  let server: Awaited<ReturnType<typeof startBare>>;
  let load: Load;
  before(async () => {
    server = await startBare(new Response(null, { status: 503 }));
    load = await startLoad();
  });
  after(async () => {
    await load?.stop();
    await server?.stop();
  });

  const ask = () =>
    load.ask({
      ...{ url: server.url, milliseconds: 100, connections: 1 },
      part: { requests: ['X-Test: 1'], status: 200, perSecond: 100 },
    });

  it('reports why it failed', async () => {
    await assert.rejects(ask(), /An answer was 503, not 200/);
  });

  it('that has ended refuses further orders', async () => {
    await load.stop();
    await assert.rejects(ask(), /ended/);
  });
});
