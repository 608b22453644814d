import type { Customer } from '@lostwax/client';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

/** Asks before a customer is suspended, or its suspension lifted. */
export function AskState({ of, onClose }: { readonly of: Customer; readonly onClose: () => void }) {
  const shared = useTexts();
  const { customers: texts } = useConsoleTexts();
  const { change } = useCustomerCalls(of.id);
  const active = of.state === 'active';
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{shared.actions.cancel}</Button>
          <Button
            busy={change.isPending}
            kind={active ? 'danger main' : 'main'}
            onClick={() => change.mutate({ state: active ? 'suspended' : 'active' }, { onSuccess: onClose })}
          >
            {active ? texts.suspend : texts.lift}
          </Button>
        </>
      }
      onClose={onClose}
      open
      title={active ? texts.suspendTitle : texts.liftTitle}
    >
      <p>
        <strong>
          <bdi>{of.name ?? of.id}</bdi>
        </strong>
      </p>
      <p>{active ? texts.suspendText : texts.liftText}</p>
      {change.isError && <Failure error={change.error} />}
    </Dialog>
  );
}
