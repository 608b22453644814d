import type { AuditEntry } from '@lostwax/client';
import { Link } from 'wouter';
import { textOf } from '../../history/entry-text.ts';
import { useTexts } from '../../texts/texts.ts';
import { CustomerName } from '../customer-name.tsx';
import type { NamesById } from '../names.ts';
import { useConsoleTexts } from '../texts/texts.ts';

export interface EntrySubject {
  readonly key?: { readonly id: string; readonly name: string } | undefined;
  readonly customer?: { readonly id: string; readonly name: string } | undefined;
  /** The name of a person or gateway, for entries about neither a key nor a customer. */
  readonly other?: string | undefined;
}

/** The subject of an entry: a key and its customer, a customer, a person, or a gateway. */
export function subjectOf(entry: AuditEntry, names: NamesById): EntrySubject {
  const { keyId } = entry;
  const key = names.key(keyId);
  const customer = key?.customer ?? textOf(entry, 'customer');
  return {
    key: keyId === null ? undefined : { id: keyId, name: key?.name ?? textOf(entry, 'name') ?? keyId },
    customer:
      customer === undefined
        ? undefined
        : { id: customer, name: key?.customerName ?? names.customer(customer) ?? customer },
    other:
      keyId === null && customer === undefined
        ? (textOf(entry, 'person') ?? detailOf(entry, 'name'))
        : undefined,
  };
}

export function Subject({ of: entry, names }: { readonly of: AuditEntry; readonly names: NamesById }) {
  const { audit: texts } = useConsoleTexts();
  const shared = useTexts();
  const { key, customer, other } = subjectOf(entry, names);
  const reason = textOf(entry, 'reason');
  return (
    <span className="named">
      {key && (
        <Link href={`/keys/${key.id}`} title={key.id}>
          <bdi>{key.name}</bdi>
        </Link>
      )}
      {customer && (
        <CustomerName id={customer.id} name={customer.name === customer.id ? null : customer.name} />
      )}
      {other !== undefined && <bdi>{other}</bdi>}
      {reason !== undefined && <bdi className="under">{shared.history.reason(reason)}</bdi>}
      {entry.texts === null && <span className="soft">{texts.erased}</span>}
    </span>
  );
}

function detailOf({ details }: AuditEntry, member: string): string | undefined {
  const value = details[member];
  return typeof value === 'string' ? value : undefined;
}
