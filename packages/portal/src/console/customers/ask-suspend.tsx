import type { Customer } from '@lostwax/client';
import { Ask } from '../../ui/dialog.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { useCustomerState } from './state.ts';

export interface AskSuspendProps {
  readonly of: Customer;
  readonly call: ReturnType<typeof useCustomerState>;
  readonly onClose: () => void;
}

/** Asks for confirmation before suspending a customer, which stops its programs at once. */
export function AskSuspend({ of, call, onClose }: AskSuspendProps) {
  const { customers: texts } = useConsoleTexts();
  return (
    <Ask
      about={
        <>
          <p>
            <strong>
              <bdi>{of.name ?? of.id}</bdi>
            </strong>
          </p>
          <p>{texts.suspendText}</p>
        </>
      }
      call={call}
      confirm={texts.suspend}
      dangerous
      onClose={onClose}
      onConfirm={() => call.set('suspended', onClose)}
      title={texts.suspendTitle}
    />
  );
}
