import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../texts/texts.ts';

/** A fast answer shows no skeleton. */
const PATIENCE_MS = 150;

/** True after this time; by default, after a noticeable wait. */
export function useWaited(forMs: number = PATIENCE_MS): boolean {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), forMs);
    return () => clearTimeout(timer);
  }, [forMs]);
  return waited;
}

/** Gray lines in place of text. */
export function Skeleton() {
  return (
    <Busy>
      {upTo(3).map((line) => (
        <span className="bone" key={line} />
      ))}
    </Busy>
  );
}

/** Gray rows in place of a table. */
export function TableSkeleton({
  rows = 5,
  columns = 4,
}: {
  readonly rows?: number;
  readonly columns?: number;
}) {
  return (
    <Busy>
      {upTo(rows).map((row) => (
        <span className="bone-row" key={row}>
          {upTo(columns).map((column) => (
            <span className="bone" key={column} />
          ))}
        </span>
      ))}
    </Busy>
  );
}

const upTo = (count: number): readonly number[] => [...Array(count).keys()];

/** Takes up its space at once, so that nothing jumps, but becomes visible only after a wait. */
function Busy({ children }: { readonly children: ReactNode }) {
  const { states } = useTexts();
  const waited = useWaited();
  return (
    <div aria-busy="true" className="skeleton" data-waited={waited || undefined}>
      <span className="hidden-visually" role="status">
        {waited && states.loading}
      </span>
      {children}
    </div>
  );
}
