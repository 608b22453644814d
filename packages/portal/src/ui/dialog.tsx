import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as PlainDialog } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useRef } from 'react';
import type { Call } from '../api/call.ts';
import { useFrame } from '../app/frame.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { headingOf } from './focus.ts';
import { Form } from './form.tsx';
import { CallFailure } from './states.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What it is about: read out with the title. */
  readonly about: ReactNode;
  readonly children?: ReactNode;
  /** Called on Escape. Without it, the dialog can only be answered. */
  readonly onClose?: (() => void) | undefined;
  /** The buttons; the last is the one that does it. */
  readonly buttons: ReactNode;
  /** A form to fill in rather than a warning. */
  readonly form?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** What gets the focus once it is gone; null: what had it before. */
  readonly finalFocus?: (() => HTMLElement | null) | undefined;
  /** Called by the last button, a submit button. */
  readonly onSubmit?: () => void;
}

/** Traps the focus, returns it afterwards, and doesn't close on a click outside. */
export function Dialog({
  open,
  title,
  about,
  children,
  onClose,
  buttons,
  form = false,
  ...rest
}: DialogProps) {
  const { layer } = useFrame();
  const parts = form ? PlainDialog : AlertDialog;
  const content = (
    <>
      <parts.Title>{title}</parts.Title>
      <parts.Description className="about" render={<div />}>
        {about}
      </parts.Description>
      {children}
      <div className="buttons end">{buttons}</div>
    </>
  );
  return (
    <parts.Root
      onOpenChange={(next) => !next && onClose?.()}
      open={open}
      {...(form && { disablePointerDismissal: true })}
    >
      <parts.Portal container={layer}>
        <parts.Backdrop className="veil" />
        <parts.Popup className="dialog" finalFocus={rest.finalFocus} initialFocus={rest.initialFocus}>
          {rest.onSubmit === undefined ? (
            content
          ) : (
            <Form className="asked" onSubmit={rest.onSubmit}>
              {content}
            </Form>
          )}
        </parts.Popup>
      </parts.Portal>
    </parts.Root>
  );
}

export interface AskProps {
  readonly title: string;
  readonly about: ReactNode;
  /** Fields, if there is something to fill in. */
  readonly children?: ReactNode;
  /** Label of the confirm button. */
  readonly confirm: string;
  readonly dangerous?: boolean;
  readonly call: Pick<Call<never, unknown>, 'busy' | 'error'>;
  /** Text for the call's error, if there is a better one than that of its code. */
  readonly failure?: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/**
 * Asks before something is done, and stays open until the answer is there: a second try would come before it. Afterwards the focus is on the
 * screen's heading; if nothing was done, it is back where it was.
 */
export function Ask({
  title,
  about,
  children,
  dangerous = false,
  call,
  onConfirm,
  onClose,
  ...words
}: AskProps) {
  const { actions } = useTexts();
  const { layer } = useFrame();
  const cancel = useRef<HTMLButtonElement>(null);
  const canceled = useRef(false);
  const close = (): void => {
    canceled.current = true;
    onClose();
  };
  return (
    <Dialog
      about={about}
      buttons={
        <>
          <Button busy={call.busy} onClick={close} ref={cancel}>
            {actions.cancel}
          </Button>
          <Button busy={call.busy} kind={dangerous ? 'danger main' : 'main'} type="submit">
            {words.confirm}
          </Button>
        </>
      }
      finalFocus={() => (canceled.current || !layer ? null : headingOf(layer))}
      form={children !== undefined && !dangerous}
      initialFocus={children === undefined || dangerous ? cancel : undefined}
      onClose={() => !call.busy && close()}
      open
      onSubmit={onConfirm}
      title={title}
    >
      {children}
      <CallFailure error={call.error} words={words.failure} />
    </Dialog>
  );
}
