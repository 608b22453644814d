import type { ReactNode } from 'react';

/** One fact of a `<dl className="facts">`. */
export function Fact({
  name,
  wide = false,
  children,
}: {
  readonly name: string;
  /** On a line of its own. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={wide ? 'wide-fact' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
