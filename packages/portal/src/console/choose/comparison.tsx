import type { ReactNode } from 'react';
import { type Format, useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Card } from '../../ui/card.tsx';
import { type Method, methodNames } from '../settings/method-choices.tsx';
import { type ConsoleTexts, useConsoleTexts } from '../texts/texts.ts';
import { figures, type MethodFigures } from './figures.ts';

type ChooseTexts = ConsoleTexts['choose'];
type RowName = keyof ChooseTexts['rows'];

/** What wasn't measured. */
const NONE = '—';

type Cell = (it: MethodFigures, texts: ChooseTexts['cells'], format: Format) => ReactNode;

const rows: readonly (readonly [RowName, Cell])[] = [
  ['first', (it, texts, format) => texts.seconds(format.number(rounded(it.seconds)))],
  [
    'stores',
    ({ stores }) =>
      stores.map((name) => (
        <code className="stored" key={name}>
          {name}
        </code>
      )),
  ],
  ['revoked', (it, texts, format) => texts.milliseconds(format.number(rounded(it.revokedMilliseconds)))],
  [
    'plain',
    ({ plainGateway: found }, texts, format) => {
      if (found === undefined) return NONE;
      if (found === 'not accepted') return texts.needsGate;
      return found === 'never' ? texts.untilExpired : texts.plain(format.number(rounded(found)));
    },
  ],
  [
    'check',
    ({ check }, texts, format) =>
      check === undefined ? NONE : texts.microseconds(format.number(rounded(check.microseconds))),
  ],
  [
    'database',
    ({ database: { tried, succeeded } }, texts, format) =>
      texts.database(format.number(succeeded), format.number(tried)),
  ],
  [
    'signingKey',
    ({ signingKey }, texts, format) =>
      signingKey === undefined
        ? texts.noSigningKey
        : texts.forged(
            format.number(signingKey.atPlainGateway),
            format.number(signingKey.atGate),
            format.number(signingKey.tried),
          ),
  ],
];

/** All methods side by side, by the figures of docs/choosing.json. */
export function MethodComparison({ recommended }: { readonly recommended: readonly Method[] }) {
  const { choose: texts } = useConsoleTexts();
  const { methods } = useTexts();
  const format = useFormat();
  const keys = methodNames.reduce(
    (most, method) => Math.max(most, figures.methods[method]?.check?.keys ?? 0),
    0,
  );
  const about: Partial<Record<RowName, string>> = {
    ...texts.rowHints,
    check: texts.checkHint(format.number(keys)),
  };
  const mark = (method: Method) => (recommended.includes(method) ? 'recommended' : undefined);
  const row = (name: RowName, cell: (method: Method) => ReactNode) => (
    <tr key={name}>
      <th scope="row">
        {texts.rows[name]}
        {about[name] && <span className="hint">{about[name]}</span>}
      </th>
      {methodNames.map((method) => (
        <td className={mark(method)} data-label={methods[method].name} key={method}>
          {cell(method)}
        </td>
      ))}
    </tr>
  );
  const [first, stores, ...others] = rows.map(([name, cell]) =>
    row(name, (method) => {
      const found = figures.methods[method];
      return found === undefined ? NONE : cell(found, texts.cells, format);
    }),
  );
  return (
    <Card about={texts.measured(format.date(figures.at), figures.machine)} title={texts.comparisonTitle}>
      <table className="table folds compared">
        <thead>
          <tr>
            <td />
            {methodNames.map((method) => (
              <th className={mark(method)} key={method} scope="col">
                {methods[method].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first}
          {stores}
          {row('length', (method) => texts.lengths[method])}
          {others}
        </tbody>
      </table>
    </Card>
  );
}

/** Three digits, as in docs/choosing.md. */
function rounded(value: number): number {
  return Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2));
}
