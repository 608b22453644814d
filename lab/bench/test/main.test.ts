import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { mergeParts } from '../report.ts';

const envoy = await peerForTests('envoy');
const haproxy = await peerForTests('haproxy');
const nginx = await peerForTests('nginx-njs');
const python = await peerForTests('pyjwt');
const go = await peerForTests('go');
const postgresql = await peerForTests('postgresql');
const chromium = await peerForTests('chromium');
const folder = mkdtempSync(join(tmpdir(), 'lostwax-bench-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const bench = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, '..', 'main.ts'), ...args], {
    encoding: 'utf8',
    timeout: 300_000,
  });

/** Every suite runs here with small numbers, so that it can't rot; the results aren't checked. */
const suites: Readonly<
  Record<
    string,
    {
      readonly keys: number;
      readonly rows: number;
      readonly curves: number;
      readonly parts?: readonly string[];
    }
  >
> = {
  authority: { keys: 2_000, rows: 8, curves: 0 },
  verifier: { keys: 100, rows: 14, curves: 6 },
  verifiers: { keys: 1, rows: 3, curves: 0 },
  gate: { keys: 10, rows: 9, curves: 3 },
  gateways: { keys: 50, rows: 32, curves: 0 },
  revocation: { keys: 50, rows: 6, curves: 0 },
  portal: { keys: 200, rows: 5, curves: 0 },
  large: { keys: 10_000, rows: 10, curves: 0 },
  methods: { keys: 100, rows: 5, curves: 0 },
  recovery: { keys: 1_000, rows: 4, curves: 0 },
  growth: { keys: 1_000, rows: 12, curves: 0 },
  scale: {
    ...{ keys: 40, rows: 25, curves: 0 },
    // The others are made of the same pieces.
    parts: ['feeds', 'replicas', 'suspend-postgresql', 'import', 'large'],
  },
};

describe('npm run bench', () => {
  for (const [suite, { keys, rows, curves, parts = [] }] of Object.entries(suites)) {
    it(`${suite} runs, prints its table and writes its figures`, {
      skip:
        (suite === 'gate' && envoy.skip) ||
        (suite === 'gateways' && (envoy.skip || haproxy.skip || nginx.skip)) ||
        (suite === 'verifiers' && (python.skip || go.skip)) ||
        ((suite === 'scale' || suite === 'growth') && postgresql.skip) ||
        (suite === 'portal' && chromium.skip),
    }, () => {
      const file = join(folder, `${suite}.json`);
      const run = bench(
        suite,
        '--keys',
        `${keys}`,
        '--seconds',
        '1',
        '--json',
        file,
        ...parts.flatMap((part) => ['--part', part]),
      );
      assert.equal(run.status, 0, run.stderr);
      const report = JSON.parse(readFileSync(file, 'utf8'));
      assert.deepEqual([report.rows.length, report.curves.length], [rows, curves]);
      assert.match(report.machine, /Node v?24/);
      for (const { what, value, peer } of report.rows) {
        // A revocation may reach the gates before its response reaches the caller, and no reader may disagree with the database.
        // With so few keys, what each of them takes is lost in what varies from run to run.
        if (!/memory for each /.test(what))
          assert.ok(
            ['revocation', 'large', 'gateways', 'recovery'].includes(suite) ? value >= 0 : value > 0,
            what,
          );
        if (/disagrees with the database/.test(what)) assert.equal(value, 0, what);
        if (peer !== undefined) assert.ok(peer.value > 0, what);
        assert.ok(run.stdout.includes(what), what);
      }
    });
  }

  it('--part replaces only the rows of that part in the file, in the order of the parts', () => {
    const row = (part: string, value: number) => ({ part, what: part, value, unit: 's' });
    const merged = mergeParts(
      [row('a', 1), row('b', 1), row('d', 1)],
      [row('b', 2), row('c', 2)],
      [...'abcd'],
    );
    assert.deepEqual(
      merged.map(({ part, value }) => `${part}${value}`),
      ['a1', 'b2', 'c2', 'd1'],
    );
  });

  for (const wrong of [
    [],
    ['authorty'],
    ['--help'],
    ['authority', '--kyes', '1'],
    ['authority', '--keys', 'many'],
    ['authority', '--part', 'issue'],
    ['scale', '--part', 'isue'],
  ])
    it(`"${wrong.join(' ')}" is a usage error that lists the suites`, () => {
      const run = bench(...wrong);
      assert.equal(run.status, 2);
      assert.match(run.stderr, /^Usage: .*\nSuites: authority, .*\nParts of scale: issue, .*\n$/);
    });
});
