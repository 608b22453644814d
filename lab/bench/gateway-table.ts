import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FigureSource, ways } from '../../gateways/table.ts';
import { ownPeers, peers } from '../../tools/peers/table.ts';
import { fillBetween } from './fill-between.ts';
import type { Report } from './report.ts';

const root = join(import.meta.dirname, '..', '..');
const NOT_MEASURED = 'not measured';

/**
 * Inserts the table of all gateways between its markers.
 *
 * @param reports - By suite. A figure that none of them has is "not measured".
 * @throws Error without markers, or for a way whose test or program is gone.
 */
export function fillGatewayTable(text: string, reports: ReadonlyMap<string, Report>): string {
  const rows = ways.map((way) => [
    `[${way.gateway}](${way.page})`,
    way.by,
    [way.delay, ...figure(way.delayFigure, reports)].join(', '),
    way.mostKeys,
    figure(way.cost, reports)[0] ?? NOT_MEASURED,
    way.unreachable,
    way.tested === undefined ? notRun(way.partly) : testedWith(way.tested),
  ]);
  const table = [
    [
      'gateway',
      'checks keys by',
      'a new key works, a revoked one is refused',
      'most keys',
      'cost of a request',
      'authority unreachable',
      'tested with',
    ],
    Array<string>(7).fill('---'),
    ...rows,
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return fillBetween(text, 'gateways', table.join('\n'));
}

function figure(source: FigureSource | undefined, reports: ReadonlyMap<string, Report>): string[] {
  if (source === undefined) return [];
  const found = reports
    .get(source.suite)
    ?.rows.find(({ what, peer }) => source.what.test(what) && (source.peer?.test(peer?.what ?? '') ?? true));
  return found === undefined ? [] : [source.show(found.value, found.peer?.value ?? Number.NaN)];
}

function notRun(partly: string | undefined): string {
  return partly === undefined ? '**not run**' : `**not run**; ${partly}`;
}

/** "Tested" is said only of what has a test and a program to run it with. */
function testedWith({ peers: names, test, note = '' }: NonNullable<(typeof ways)[number]['tested']>): string {
  if (!existsSync(join(root, test))) throw new Error(`${test} is gone.`);
  if (names.length === 0) return 'the gate itself';
  const versions = names.map((name) => {
    const own = ownPeers.find((it) => it.name === name);
    const program = own ?? peers.find((it) => it.name === name);
    if (program === undefined) throw new Error(`No program ${name} in tools/peers/table.ts.`);
    return own === undefined ? program.version : `${program.version}, outside of \`npm test\``;
  });
  return `${note}${versions.join(', ')}`;
}
