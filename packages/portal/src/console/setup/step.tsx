import { type ReactNode, useId } from 'react';
import { Check, ChevronDown } from '../../ui/icons.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  /** The choice made, once the step is done. */
  readonly summary?: string | undefined;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** One step of the checklist; its heading expands it. */
export function Step({ number, title, done, summary, open, onToggle, children }: StepProps) {
  const { setup } = useConsoleTexts();
  const id = useId();
  return (
    <li className={done ? 'step done' : 'step'}>
      <h3>
        <button aria-controls={id} aria-expanded={open} onClick={onToggle} type="button">
          <span aria-hidden={!done} className="step-mark">
            {done ? <Check /> : number}
            {done && <span className="hidden-visually">{setup.done}: </span>}
          </span>
          <span className="step-title">{title}</span>
          {done && !open && summary && <span className="step-summary">{summary}</span>}
          <ChevronDown />
        </button>
      </h3>
      <div className="step-body" hidden={!open} id={id}>
        {open && children}
      </div>
    </li>
  );
}
