import { useRef } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export interface LeaveDialogProps {
  readonly title: string;
  /** What is lost. */
  readonly about: string;
  /** The words on the two buttons. */
  readonly stay: string;
  readonly leave: string;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asks before something on the screen is lost. Staying has the focus, and is what Escape does. */
export function LeaveDialog({ title, about, stay, leave, onStay, onLeave }: LeaveDialogProps) {
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      about={<p>{about}</p>}
      buttons={
        <>
          <Button onClick={onStay} ref={safe}>
            {stay}
          </Button>
          <Button kind="danger main" onClick={onLeave}>
            {leave}
          </Button>
        </>
      }
      initialFocus={safe}
      onClose={onStay}
      open
      title={title}
    />
  );
}
