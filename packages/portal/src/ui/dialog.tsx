import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useFrame } from '../app/frame.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** Escape. Left out: the dialog can only be answered. */
  readonly onClose?: (() => void) | undefined;
  /** The buttons; the last is the one that does it. */
  readonly buttons: ReactNode;
}

/** A question that must be answered: holds the focus, gives it back, and does not go away by a click beside it. */
export function Dialog({ open, title, children, onClose, buttons }: DialogProps) {
  const { layer } = useFrame();
  return (
    <AlertDialog.Root onOpenChange={(next) => !next && onClose?.()} open={open}>
      <AlertDialog.Portal container={layer}>
        <AlertDialog.Backdrop className="veil" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          {children}
          <div className="buttons">{buttons}</div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
