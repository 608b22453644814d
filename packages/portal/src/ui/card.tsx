import { type ReactNode, useId } from 'react';

export interface CardProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly about?: ReactNode;
  /** Buttons or links at the right of the title. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A panel with a border, a title and what can be done about it. */
export function Card({ title, about, actions, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="card">
      <div className="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {about && <p className="soft">{about}</p>}
        </div>
        {actions && <div className="buttons">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
