import type { Customer } from '@lostwax/client';
import { useState } from 'react';
import { useRefresh } from '../../keys/calls.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Failure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

export interface EraseProps {
  readonly of: Customer;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Nothing brings back what is erased, so the id has to be typed. */
export function Erase({ of, onClose, onDone }: EraseProps) {
  const shared = useTexts();
  const { customers: texts } = useConsoleTexts();
  const { erase } = useCustomerCalls(of.id);
  const refresh = useRefresh();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const go = (): void => {
    const right = typed.trim() === of.id;
    setWrong(right ? undefined : texts.eraseWrong);
    if (!right) return;
    erase.mutate(undefined, {
      onSuccess: () => {
        // First the screen of the customer that is gone, then all that is read anew.
        onDone();
        void refresh();
      },
    });
  };
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{shared.actions.cancel}</Button>
          <Button busy={erase.isPending} kind="danger main" onClick={go}>
            {texts.erase}
          </Button>
        </>
      }
      onClose={onClose}
      open
      title={texts.eraseTitle}
    >
      <p>{texts.eraseText}</p>
      <TextField
        autoComplete="off"
        label={texts.eraseType(of.id)}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
        value={typed}
        wrong={wrong}
      />
      {erase.isError && <Failure error={erase.error} />}
    </Dialog>
  );
}
