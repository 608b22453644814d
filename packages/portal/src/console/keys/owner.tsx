import type { Key } from '@lostwax/client';
import { CustomerName } from '../customer-name.tsx';
import { useCustomerName } from '../customers/use-name.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** The name of a key's customer; administrator keys have no customer page to link to. */
export function Owner({ of: { customer }, linked }: { readonly of: Key; readonly linked: boolean }) {
  const { keys } = useConsoleTexts();
  const name = useCustomerName(linked ? customer : null).data;
  if (customer === null) return <span className="soft">{keys.erased}</span>;
  return linked ? <CustomerName id={customer} name={name} /> : <bdi>{customer}</bdi>;
}
