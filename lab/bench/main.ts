/**
 * Measures the figures in the documentation: `npm run bench -- <suite> … [--keys N] [--seconds S] [--json FILE] [--cache
 * FOLDER] [--part NAME …]`.
 *
 * `--part` runs only that part of `scale`, and with `--json` replaces only its rows in the file.
 *
 * Every figure is printed next to its peer from the same run, because machines differ and drift: quote the ratios.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { authority } from './authority/suite.ts';
import { gate } from './gate/suite.ts';
import { gateways } from './gateways/suite.ts';
import { growth } from './growth/suite.ts';
import { large } from './large/suite.ts';
import { methods } from './methods/suite.ts';
import { portal } from './portal/suite.ts';
import { post } from './post/suite.ts';
import { MOST_KEYS } from './post/the-post.ts';
import { recovery } from './recovery/suite.ts';
import {
  type BenchOptions,
  type Curve,
  type Figures,
  type Growth,
  list,
  machine,
  mergeParts,
  type Report,
  type Row,
  table,
  writeReport,
} from './report.ts';
import { revocation } from './revocation/suite.ts';
import { scale, scaleParts } from './scale/suite.ts';
import { verifier } from './verifier/suite.ts';
import { verifiers } from './verifiers/suite.ts';

interface Suite {
  readonly run: (options: BenchOptions) => Promise<Figures>;
  readonly keys: number;
}

const LARGE = 1_000_000;
const GROWN = 20_000;
const suites: Readonly<Record<string, Suite>> = {
  authority: { run: authority, keys: LARGE },
  verifier: { run: verifier, keys: LARGE },
  verifiers: { run: verifiers, keys: LARGE },
  gate: { run: gate, keys: LARGE },
  gateways: { run: gateways, keys: LARGE },
  revocation: { run: revocation, keys: LARGE },
  portal: { run: portal, keys: LARGE },
  large: { run: large, keys: LARGE },
  methods: { run: methods, keys: LARGE },
  recovery: { run: recovery, keys: LARGE },
  growth: { run: growth, keys: GROWN },
  scale: { run: scale, keys: LARGE },
  post: { run: post, keys: MOST_KEYS },
};

const given = readArguments();
if (given === undefined) {
  console.error(
    `Usage: npm run bench -- <suite> … [--keys N] [--seconds S] [--json FILE] [--cache FOLDER] [--part NAME …]\nSuites: ${Object.keys(suites).join(', ')}\nParts of scale: ${Object.keys(scaleParts).join(', ')}`,
  );
  process.exit(2);
}
const { names, keys, seconds, cache, json, parts } = given;

console.log(`${machine()}\n`);
const rows: Row[] = [];
const curves: Curve[] = [];
const growths: Growth[] = [];
const notes: string[] = [];
for (const name of names) {
  const suite = suites[name];
  const figures = await suite?.run({ keys: keys ?? suite.keys, seconds, cache, parts });
  rows.push(...(figures?.rows ?? []));
  curves.push(...(figures?.curves ?? []));
  growths.push(...(figures?.growths ?? []));
  notes.push(...(figures?.notes ?? []));
}
console.log(table(rows));
if (notes.length > 0) console.log(`\n${list(notes)}`);
if (json !== undefined) {
  const more = { ...(growths.length > 0 && { growths }), ...(notes.length > 0 && { notes }) };
  const earlier = parts === undefined || !existsSync(json) ? undefined : readFileSync(json, 'utf8');
  const all =
    earlier === undefined
      ? rows
      : mergeParts((JSON.parse(earlier) as Report).rows, rows, Object.keys(scaleParts));
  writeReport(json, { rows: all, curves, ...more });
}

/** `undefined` if any argument is invalid or help was requested. */
function readArguments() {
  try {
    const { values, positionals: names } = parseArgs({
      allowPositionals: true,
      options: {
        ...{ keys: { type: 'string' }, seconds: { type: 'string' } },
        ...{ json: { type: 'string' }, cache: { type: 'string' }, part: { type: 'string', multiple: true } },
      },
    });
    const keys = values.keys === undefined ? undefined : Number(values.keys);
    const cache = values.cache ?? join(import.meta.dirname, '..', '..', '.cache', 'bench');
    const seconds = Number(values.seconds ?? 10);
    const known = names.length > 0 && names.every((name) => Object.hasOwn(suites, name));
    const { part: parts, json } = values;
    const hasParts =
      parts?.every((part) => names.join() === 'scale' && Object.hasOwn(scaleParts, part)) ?? true;
    const usable = known && hasParts && (keys ?? 1) >= 1 && seconds > 0;
    return usable ? { names, keys, seconds, cache, json, parts } : undefined;
  } catch {
    return undefined;
  }
}
