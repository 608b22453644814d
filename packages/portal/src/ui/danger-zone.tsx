import { type ReactNode, useId } from 'react';
import { useTexts } from '../texts/texts.ts';
import { Heading, useHeadingLevel } from './heading.tsx';

/** The actions of a screen that cut programs off or can't be undone, kept apart from all others. */
export function DangerZone({ children }: { readonly children: ReactNode }) {
  const { states } = useTexts();
  const id = useId();
  return (
    <section aria-labelledby={id} className="danger-zone">
      <Heading id={id}>{states.dangerZone}</Heading>
      {children}
    </section>
  );
}

export interface DangerActionProps {
  readonly title: string;
  /** What it does, in one sentence. */
  readonly about: string;
  /** The button. */
  readonly children: ReactNode;
}

export function DangerAction({ title, about, children }: DangerActionProps) {
  return (
    <div className="danger-act">
      <div>
        <h3 aria-level={useHeadingLevel(3)}>{title}</h3>
        <p className="soft">{about}</p>
      </div>
      {children}
    </div>
  );
}
