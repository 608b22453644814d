import type { Customer, Workspace } from '@lostwax/client';
import { Badge } from '../../ui/badge.tsx';
import { type ConsoleTexts, useConsoleTexts } from '../texts/texts.ts';

export function CustomerState({ of: { state } }: { readonly of: Customer }) {
  const { customers } = useConsoleTexts();
  return <Badge tone={state === 'active' ? 'good' : 'warn'}>{customers.states[state]}</Badge>;
}

/** A customer's key limit, and whether it is the customer's own or the workspace's. */
export function mostKeysOf(
  { maxKeys }: Customer,
  { maxKeysPerCustomer }: Workspace,
  texts: ConsoleTexts['customers'],
  number: (value: number) => string,
): string {
  if (maxKeys !== null) return number(maxKeys);
  return maxKeysPerCustomer === null ? texts.unlimited : texts.byWorkspace(number(maxKeysPerCustomer));
}
