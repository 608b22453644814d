import type { ReactNode } from 'react';

export interface ActionBarProps {
  readonly label: string;
  /** What the actions are about: announced when it changes. */
  readonly status: ReactNode;
  /** Buttons. */
  readonly children: ReactNode;
}

/** Stays at the bottom of the window while something is selected or not saved. */
export function ActionBar({ label, status, children }: ActionBarProps) {
  return (
    <section aria-label={label} className="action-bar">
      <p role="status">{status}</p>
      <div className="buttons">{children}</div>
    </section>
  );
}
