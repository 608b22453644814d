import type { AuditEntry } from '@lostwax/client';
import { Link } from 'wouter';
import { textOf } from '../../history/entry-text.ts';
import { Fact } from '../../ui/fact.tsx';
import { Moment } from '../../ui/time.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

/** The raw audit log entry. */
export function EntryDetails({ of: entry }: { readonly of: AuditEntry }) {
  const { audit: texts } = useConsoleTexts();
  const { via: _, ...details } = entry.details;
  const address = textOf(entry, 'address');
  return (
    <dl className="facts">
      <Fact name={texts.columns.when}>
        <Moment at={entry.at} />
      </Fact>
      <Fact name={texts.code}>
        <code>{entry.action}</code>
      </Fact>
      <Fact name={texts.number}>{entry.seq}</Fact>
      {address !== undefined && (
        <Fact name={texts.address}>
          <code>{address}</code>
        </Fact>
      )}
      <Fact name={texts.actorId}>
        <code>{entry.actor}</code>
        <Link className="under" href={`/audit?actor=${encodeURIComponent(entry.actor)}`}>
          {texts.byActor}
        </Link>
      </Fact>
      {entry.keyId !== null && (
        <Fact name={texts.key}>
          <code>{entry.keyId}</code>
        </Fact>
      )}
      {Object.keys(details).length > 0 && (
        <Fact name={texts.data} wide>
          <code className="data">{JSON.stringify(details, undefined, 1)}</code>
        </Fact>
      )}
    </dl>
  );
}
