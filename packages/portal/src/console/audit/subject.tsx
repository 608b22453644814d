import type { AuditEntry } from '@lostwax/client';
import { Link } from 'wouter';
import { textOf } from '../../history/entry-text.ts';
import { useTexts } from '../../texts/texts.ts';
import { CustomerName } from '../customer-name.tsx';
import type { NamesById } from '../names.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** What an entry is about: a key and its customer, a customer, a person, a gateway. */
export function Subject({ of: entry, names }: { readonly of: AuditEntry; readonly names: NamesById }) {
  const { audit: texts } = useConsoleTexts();
  const shared = useTexts();
  const key = names.key(entry.keyId);
  const customer = key?.customer ?? textOf(entry, 'customer');
  const reason = textOf(entry, 'reason');
  const other = textOf(entry, 'person') ?? detailOf(entry, 'name');
  return (
    <span className="named">
      {entry.keyId !== null && (
        <Link href={`/keys/${entry.keyId}`} title={entry.keyId}>
          <bdi>{key?.name ?? textOf(entry, 'name') ?? entry.keyId}</bdi>
        </Link>
      )}
      {customer !== undefined && (
        <CustomerName id={customer} name={key?.customerName ?? names.customer(customer)} />
      )}
      {entry.keyId === null && customer === undefined && other !== undefined && <bdi>{other}</bdi>}
      {reason !== undefined && <bdi className="under">{shared.history.reason(reason)}</bdi>}
      {entry.texts === null && <span className="soft">{texts.erased}</span>}
    </span>
  );
}

function detailOf({ details }: AuditEntry, member: string): string | undefined {
  const value = details[member];
  return typeof value === 'string' ? value : undefined;
}
