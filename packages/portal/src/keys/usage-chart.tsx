import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';

export interface Day {
  /** `2030-01-31`, where the reader is. */
  readonly day: string;
  readonly count: number;
}

const WIDTH = 600;
const HEIGHT = 120;
const GAP = 4;
/** A day with one use among thousands is still seen. */
const LEAST_BAR = 2;

/** Bars of days, oldest first; the table beside it says the same for who cannot see it. */
export function UsageChart({ days }: { readonly days: readonly Day[] }) {
  const texts = useTexts();
  const format = useFormat();
  const most = days.reduce((most, { count }) => Math.max(most, count), 0);
  const step = WIDTH / days.length;
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <figure className="chart">
      <svg
        aria-label={texts.usage.days}
        preserveAspectRatio="none"
        role="img"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      >
        {days.map(({ day, count }, index) => {
          const height = count === 0 ? 0 : Math.max((count / most) * HEIGHT, LEAST_BAR);
          return (
            <rect height={height} key={day} width={step - GAP} x={index * step + GAP / 2} y={HEIGHT - height}>
              <title>{`${format.day(day)}: ${format.number(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{format.day(first.day)}</span>
        <span>{texts.usage.most(format.number(most))}</span>
        <span>{format.day(last.day)}</span>
      </figcaption>
    </figure>
  );
}
