import { type ReactNode, useId } from 'react';
import { Heading } from './heading.tsx';

export interface CardProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly about?: ReactNode;
  /** Buttons or links to the right of the title. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A bordered panel with a title and actions. */
export function Card({ title, about, actions, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="card">
      <div className="card-head">
        <div>
          <Heading id={id}>{title}</Heading>
          {about && <p className="soft">{about}</p>}
        </div>
        {actions && <div className="buttons">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
