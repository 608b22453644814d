import type { Customer } from '@lostwax/client';
import { useState } from 'react';
import { useRefresh } from '../../keys/calls.ts';
import { Ask } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

export interface EraseProps {
  readonly of: Customer;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Erasing can't be undone, so the customer ID has to be typed. */
export function Erase({ of, onClose, onDone }: EraseProps) {
  const { customers: texts } = useConsoleTexts();
  const { erase } = useCustomerCalls(of.id);
  const refresh = useRefresh();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const go = (): void => {
    const right = typed.trim() === of.id;
    setWrong(right ? undefined : texts.eraseWrong);
    if (!right) return;
    erase.run(undefined, () => {
      // Leave the erased customer's screen first, then reload the data.
      onDone();
      void refresh();
    });
  };
  return (
    <Ask
      about={<p>{texts.eraseText}</p>}
      call={erase}
      confirm={texts.erase}
      dangerous
      onClose={onClose}
      onConfirm={go}
      title={texts.eraseTitle}
    >
      <TextField
        autoComplete="off"
        label={texts.eraseType(of.id)}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
        value={typed}
        wrong={wrong}
      />
    </Ask>
  );
}
