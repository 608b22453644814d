/** The published benchmark at a small scale: checks that everything is measured, not the results. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parseKeySet, parseToken, verifyToken } from '@lostwax/core';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { ASKED, askedKeys } from '../post/asked-keys.ts';
import { keySetFrame, makeKeySet } from '../post/key-set.ts';
import { leastSquares } from '../post/least-squares.ts';
import { growthLatencyPlot, growthMemoryPlot } from '../post/plots.ts';
import { rowsOf } from '../post/rows.ts';
import { allSeries, series } from '../post/series.ts';
import { Sources } from '../post/sources.ts';
import { measureStep } from '../post/step.ts';
import type { Growth, Report, Row } from '../report.ts';

const envoy = await peerForTests('envoy');
const folder = mkdtempSync(join(tmpdir(), 'lostwax-bench-post-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const names = allSeries.map(({ what }) => what);

function post(cache: string, env = process.env): { report: Report; stderr: string } {
  const json = join(folder, `${cache}.json`);
  const main = join(import.meta.dirname, '..', 'main.ts');
  const where = ['--json', json, '--cache', join(folder, cache)];
  const args = [main, 'post', '--keys', '300', '--seconds', '1', ...where];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 280_000, env });
  assert.equal(status, 0, stderr);
  return { report: JSON.parse(readFileSync(json, 'utf8')) as Report, stderr };
}

/** The parts that don't come from a step that was measured again. */
const without = (name: string, rows: readonly Row[]) => rows.filter(({ what }) => !what.startsWith(name));

describe('npm run bench -- post', () => {
  it('measures every series, and only what is missing when run again', {
    skip: envoy.skip,
  }, () => {
    const { report } = post('resumed');
    const growths = report.growths ?? [];
    assert.deepEqual(
      growths.map(sizes),
      names.map((what) => ({ what, keys: [0, 150, 300] })),
    );
    for (const { points } of growths)
      for (const point of points) {
        const { keys: _, ...measured } = point;
        for (const [name, value] of Object.entries(measured)) assert.ok(value > 0, name);
      }
    assert.ok(
      report.notes?.every((note) => !note.includes('no figure')),
      report.notes?.join('\n'),
    );
    assert.equal(report.rows.filter(({ must }) => must !== undefined).length, 6);

    const [file = ''] = readdirSync(join(folder, 'resumed'));
    const kept = JSON.parse(readFileSync(join(folder, 'resumed', file), 'utf8')) as { series: string }[];
    const last = kept.pop()?.series ?? '';
    writeFileSync(join(folder, 'resumed', file), JSON.stringify(kept));
    const again = post('resumed');
    assert.match(again.stderr, /^11 steps come from an earlier run/);
    assert.deepEqual(without(last, again.report.rows), without(last, report.rows));
    assert.deepEqual(again.report.growths?.map(sizes), growths.map(sizes));
  });

  it('a series that cannot be measured stops with a reason, and the others continue', () => {
    const { report } = post('stopped', { ...process.env, LOSTWAX_PEER_ENVOY: '/bin/false' });
    // Nothing was measured, so no target is met.
    assert.deepEqual(
      report.rows.map(({ what, must }) => [what, must?.met]),
      [series.shards, series.gate].map(({ what }) => [`${what}: sizes measured`, false]),
    );
    for (const name of names)
      assert.ok(
        report.notes?.some(
          (note) => note.startsWith(`${name} has no figure at 0 keys: `) && /Envoy/.test(note),
        ),
      );
  });

  for (const one of [series.shards, series.gate])
    it(`a step of ${one.what} that would leave too little memory is abandoned`, {
      skip: envoy.skip,
    }, async (t) => {
      const sources = new Sources();
      t.after(() => sources.stop());
      const step = measureStep(one, {
        ...{ keys: 100, seconds: 1, revocationSeconds: 2, leastLeftBytes: Number.MAX_SAFE_INTEGER },
        ...{
          program: envoy.program,
          upstream: 'http://127.0.0.1:1',
          source: await sources.publish('ES256', 100),
        },
      });
      await assert.rejects(step, /memory left/);
    });
});

const sizes = ({ what, points }: Growth) => ({ what, keys: points.map(({ keys }) => keys) });

describe('the key set of the benchmark', () => {
  for (const algorithm of ['ES256', 'RS256'] as const) {
    it(`has well-formed ${algorithm} keys, with the ones used for requests spread evenly`, () => {
      const workspace = { algorithm, issuer: 'http://localhost:1/bench', audience: 'bench', prefix: 'bench' };
      const asked = askedKeys(workspace);
      const set = makeKeySet(keySetFrame(algorithm, 'bench'), asked, 1_016);
      const { keys } = parseKeySet(Buffer.concat(set.whole()).toString());
      assert.equal(keys.length, 1_016 + ASKED);
      const places = asked.map(({ token }) => {
        const parsed = parseToken(token);
        const place = keys.findIndex(({ kid }) => kid === parsed.keyId);
        assert.ok(verifyToken(parsed, keys[place] as (typeof keys)[0], algorithm));
        return place;
      });
      for (const [n, place] of places.entries())
        assert.ok(Math.abs(place / keys.length - (n + 0.5) / ASKED) < 0.01, `${place}`);
      const shards = Array.from(
        { length: 256 },
        (_, shard) => parseKeySet(Buffer.concat(set.shard(shard)).toString()).keys,
      );
      assert.deepEqual(shards.flat(), keys);
    });
  }
});

describe('figures by number of keys', () => {
  const stepOf = (keys: number) => ({
    ...{ keys, meanMilliseconds: 0.3, longestMilliseconds: 2, memoryBytes: 2e8, peakBytes: 3e8 },
    ...{ at: '2026-11-28T12:00:00Z', startSeconds: 1, requests: 100 },
  });

  it('a series that stopped early meets no target', () => {
    for (const { what } of [series.shards, series.gate]) {
      const met = (isWhole: boolean) =>
        rowsOf(what, [0, 100, 200].map(stepOf), isWhole).flatMap(({ must }) => must?.met ?? []);
      assert.deepEqual(met(true), [true, true, true]);
      assert.deepEqual(met(false), [false, false, false]);
    }
  });

  it('the line is the least-squares fit, with its standard error', () => {
    const { slope, start, slopeError } = leastSquares([
      [0, 1],
      [1, 3],
      [2, 5],
      [3, 7.2],
    ]);
    assert.ok(Math.abs(slope - 2.06) < 1e-9);
    assert.ok(Math.abs(start - 0.96) < 1e-9);
    assert.ok(Math.abs(slopeError - 0.034_641) < 1e-6);
  });

  it('the plots show every series and the published line', async () => {
    const point = { meanMilliseconds: 1, longestMilliseconds: 9, memoryPercent: 2, peakPercent: 3 };
    const points = [0, 1_138_688].map((keys) => ({ ...point, keys }));
    const growths = names.map((what) => ({ what, points }));
    for (const svg of [await growthLatencyPlot(growths), await growthMemoryPlot(growths)]) {
      for (const name of [...names, 'the post, 2023']) assert.ok(svg.includes(`>${name}</text>`), name);
      assert.match(svg, /prefers-color-scheme: dark/);
    }
  });
});
