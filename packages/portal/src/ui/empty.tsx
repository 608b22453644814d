import type { ReactNode } from 'react';
import { Heading } from './heading.tsx';

/** An empty state: explains that there is nothing yet, and what to do. */
export function Empty({
  title,
  icon,
  children,
  action,
}: {
  readonly title: string;
  readonly icon?: ReactNode;
  /** One sentence. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      {icon && <span className="empty-icon">{icon}</span>}
      <Heading>{title}</Heading>
      {children && <p className="soft">{children}</p>}
      {action}
    </div>
  );
}
