import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { customerPlace } from '../customers/place.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** Whose a key is; an administrator's has no page of its own. */
export function Owner({ of: { customer }, linked }: { readonly of: Key; readonly linked: boolean }) {
  const { keys } = useConsoleTexts();
  if (customer === null) return <span className="soft">{keys.erased}</span>;
  if (!linked) return <bdi>{customer}</bdi>;
  return (
    <Link href={customerPlace(customer)}>
      <bdi>{customer}</bdi>
    </Link>
  );
}
