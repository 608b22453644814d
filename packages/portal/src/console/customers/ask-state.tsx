import type { Customer } from '@lostwax/client';
import { Ask } from '../../ui/dialog.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

/** Asks before a customer is suspended, or its suspension lifted. */
export function AskState({ of, onClose }: { readonly of: Customer; readonly onClose: () => void }) {
  const { customers: texts } = useConsoleTexts();
  const { change } = useCustomerCalls(of.id);
  const active = of.state === 'active';
  return (
    <Ask
      about={
        <>
          <p>
            <strong>
              <bdi>{of.name ?? of.id}</bdi>
            </strong>
          </p>
          <p>{active ? texts.suspendText : texts.liftText}</p>
        </>
      }
      call={change}
      confirm={active ? texts.suspend : texts.lift}
      dangerous={active}
      onClose={onClose}
      onConfirm={() => change.run({ state: active ? 'suspended' : 'active' }, onClose)}
      title={active ? texts.suspendTitle : texts.liftTitle}
    />
  );
}
