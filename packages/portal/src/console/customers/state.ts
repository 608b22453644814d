import type { Customer } from '@lostwax/client';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

/** Suspends or resumes a customer, confirms it in a toast, and offers to undo it. */
export function useCustomerState(customer: string) {
  const { customers: texts } = useConsoleTexts();
  const toast = useToast();
  const { change } = useCustomerCalls(customer);
  const set = (state: Customer['state'], done?: () => void): void =>
    change.run({ state }, () => {
      done?.();
      const undo = state === 'active' ? 'suspended' : 'active';
      toast.show({
        text: state === 'active' ? texts.liftDone : texts.suspendDone,
        action: { label: texts.undo, onPress: () => set(undo) },
      });
    });
  return { busy: change.busy, error: change.error, set };
}
