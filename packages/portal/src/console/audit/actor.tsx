import type { AuditEntry } from '@lostwax/client';
import { textOf } from '../../history/entry-text.ts';
import { ActorName } from '../actor-name.tsx';
import type { NamesById } from '../names.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** Who made the change, and through which pages. If the person behind a customer's session is unknown, the customer's name is shown. */
export function EntryActor({ of: entry, names }: { readonly of: AuditEntry; readonly names?: NamesById }) {
  const { audit: texts } = useConsoleTexts();
  const via = entry.details['via'];
  const customer = names?.key(entry.keyId)?.customer ?? textOf(entry, 'customer');
  const shown = names?.key(entry.keyId)?.customerName ?? names?.customer(customer) ?? customer;
  const fromPortal = via === 'portal' && entry.actorName === null;
  return (
    <span className="named">
      <ActorName id={entry.actor} name={entry.actorName ?? (fromPortal ? shown : undefined)} names={names} />
      {via === 'portal' && (
        <span className="soft small">
          {fromPortal || shown === undefined ? texts.via.portal : texts.viaCustomer(shown)}
        </span>
      )}
      {via === 'console' && <span className="soft small">{texts.via.console}</span>}
    </span>
  );
}
