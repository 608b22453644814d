import type { Customer, Workspace } from '@lostwax/client';
import { Badge } from '../../ui/badge.tsx';
import { type ConsoleTexts, useConsoleTexts } from '../texts/texts.ts';

export function CustomerState({ of: { state } }: { readonly of: Customer }) {
  const { customers } = useConsoleTexts();
  return <Badge tone={state === 'active' ? 'good' : 'warn'}>{customers.states[state]}</Badge>;
}

/** The most keys that a customer may have, and whether that is its own limit. */
export function mostKeysOf(
  { maxKeys }: Customer,
  { maxKeysPerCustomer }: Workspace,
  texts: ConsoleTexts['customers'],
  number: (value: number) => string,
): string {
  if (maxKeys !== null) return number(maxKeys);
  return maxKeysPerCustomer === null ? texts.unlimited : texts.byWorkspace(number(maxKeysPerCustomer));
}
