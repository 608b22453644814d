import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { ticksUpTo } from './ticks.ts';

export interface Day {
  /** `2030-01-31`, in the user's time zone. */
  readonly day: string;
  readonly count: number;
}

const WIDTH = 600;
const HEIGHT = 160;
const GAP = 4;
/** A day with a single use remains visible among thousands. */
const LEAST_BAR = 2;

/** Days with a date below them, as shares of the whole. */
const MARKS = [0, 1 / 3, 2 / 3, 1];

/** The day that an arrow key moves to. */
const moves: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Bars for days, oldest first. Pointer and arrow keys show one day's number; the table below has all of them. */
export function UsageChart({ days }: { readonly days: readonly Day[] }) {
  const texts = useTexts();
  const format = useFormat();
  const last = days.length - 1;
  const [chosen, choose] = useState<number>();
  const ticks = ticksUpTo(days.reduce((most, { count }) => Math.max(most, count), 0));
  const top = ticks.at(-1) ?? 1;
  const step = WIDTH / days.length;
  const at = Math.min(chosen ?? last, last);
  const day = days[at];
  if (day === undefined) return null;
  const wordsOf = ({ day: date, count }: Day): string => `${format.day(date)}: ${format.number(count)}`;
  /** Below the middle of its bar; at the ends no wider than the plot. */
  const markAt = (index: number): number =>
    index === 0 ? 0 : index === last ? 100 : ((index + 0.5) / days.length) * 100;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moves[event.key]?.(at, last);
    if (to === undefined) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(last, to)));
  };
  const point = ({ currentTarget, clientX }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    choose(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * days.length))));
  };
  return (
    <figure className="chart">
      <div className="chart-axis">
        {ticks.toReversed().map((tick) => (
          <span key={tick}>{format.number(tick)}</span>
        ))}
      </div>
      <div
        aria-label={texts.usage.days}
        aria-valuemax={last}
        aria-valuemin={0}
        aria-valuenow={at}
        aria-valuetext={wordsOf(day)}
        className="chart-plot"
        onBlur={() => choose(undefined)}
        onFocus={() => choose(at)}
        onKeyDown={onKeyDown}
        onPointerLeave={() => choose(undefined)}
        onPointerMove={point}
        role="slider"
        tabIndex={0}
      >
        <svg aria-hidden="true" preserveAspectRatio="none" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
          {ticks.slice(1).map((tick) => (
            <path d={`M0 ${HEIGHT - (tick / top) * HEIGHT}h${WIDTH}`} key={tick} />
          ))}
          {days.map(({ day: date, count }, index) => {
            const height = count === 0 ? 0 : Math.max((count / top) * HEIGHT, LEAST_BAR);
            return (
              <rect
                className={index === chosen ? 'chosen' : undefined}
                height={height}
                key={date}
                width={step - GAP}
                x={index * step + GAP / 2}
                y={HEIGHT - height}
              />
            );
          })}
        </svg>
        {chosen !== undefined && (
          <span className="chart-tip" style={{ left: `${((at + 0.5) / days.length) * 100}%` }}>
            {wordsOf(day)}
          </span>
        )}
      </div>
      <figcaption>
        {MARKS.map((share) => Math.round(share * last)).map((index) => (
          <span key={index} style={{ left: `${markAt(index)}%` }}>
            {format.shortDay(days[index]?.day ?? day.day)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
