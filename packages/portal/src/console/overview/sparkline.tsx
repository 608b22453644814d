import type { Overview } from '@lostwax/client';

const HEIGHT = 28;
const STEP = 6;
const GAP = 2;
const LEAST_BAR = 1.5;

/** Bars of days without axes: whether it goes up or down, and no more. */
export function Sparkline({ days, label }: { readonly days: Overview['days']; readonly label: string }) {
  const most = days.reduce((most, { count }) => Math.max(most, count), 1);
  return (
    <svg
      aria-label={label}
      className="sparkline"
      preserveAspectRatio="none"
      role="img"
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
    >
      {days.map(({ day, count }, index) => {
        const height = count === 0 ? 1 : Math.max((count / most) * HEIGHT, LEAST_BAR);
        return (
          <rect
            height={height}
            key={day}
            opacity={count === 0 ? 0.3 : 1}
            width={STEP - GAP}
            x={index * STEP + GAP / 2}
            y={HEIGHT - height}
          />
        );
      })}
    </svg>
  );
}
