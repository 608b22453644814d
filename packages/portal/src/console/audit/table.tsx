import type { AuditEntry } from '@lostwax/client';
import { Link } from 'wouter';
import { useTexts } from '../../texts/texts.ts';
import { Moment } from '../../ui/time.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { audit: texts } = useConsoleTexts();
  const { columns } = texts;
  return (
    <table aria-label={texts.title} className="table folds audit">
      <thead>
        <tr>
          <th scope="col">{columns.action}</th>
          <th scope="col">{columns.when}</th>
          <th scope="col">{columns.about}</th>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.from}</th>
          <th className="number" scope="col">
            {columns.number}
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row entry={entry} key={entry.seq} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry }: { readonly entry: AuditEntry }) {
  const { audit: texts } = useConsoleTexts();
  const { columns } = texts;
  const actions: Readonly<Record<string, string>> = texts.actions;
  return (
    <tr>
      <td>
        <strong>{actions[entry.action] ?? entry.action}</strong>
        <Details entry={entry} />
      </td>
      <td data-label={columns.when}>
        <Moment at={entry.at} />
      </td>
      <td data-label={columns.about}>
        <About entry={entry} />
      </td>
      <td data-label={columns.who}>
        <Who entry={entry} />
      </td>
      <td data-label={columns.from}>
        <code>{textOf(entry, 'address')}</code>
      </td>
      <td className="number soft" data-label={columns.number}>
        {entry.seq}
      </td>
    </tr>
  );
}

function About({ entry }: { readonly entry: AuditEntry }) {
  const { audit: texts } = useConsoleTexts();
  const customer = textOf(entry, 'customer') ?? textOf(entry, 'person');
  const name = textOf(entry, 'name');
  return (
    <span>
      {name !== undefined && (
        <span className="block">
          <bdi>{name}</bdi>
        </span>
      )}
      {entry.keyId !== null && (
        <span className="block">
          <Link href={`/keys/${entry.keyId}`}>
            <code>{entry.keyId}</code>
          </Link>
        </span>
      )}
      {customer !== undefined && (
        <span className="block">
          <bdi>{customer}</bdi>
        </span>
      )}
      {entry.texts === null && <span className="soft">{texts.erased}</span>}
    </span>
  );
}

function Who({ entry }: { readonly entry: AuditEntry }) {
  const { audit: texts } = useConsoleTexts();
  const { history } = useTexts();
  const via = entry.details['via'];
  const names: Readonly<Record<string, string>> = { system: history.system, self: history.self };
  return (
    <span>
      <bdi className="block">{entry.actorName ?? names[entry.actor] ?? <code>{entry.actor}</code>}</bdi>
      {(via === 'portal' || via === 'console') && <span className="under">{texts.via[via]}</span>}
    </span>
  );
}

/** What changed, as the audit has it: for who looks closely. */
function Details({ entry }: { readonly entry: AuditEntry }) {
  const { audit: texts } = useConsoleTexts();
  const shared = useTexts();
  const { via: _, ...details } = entry.details;
  const reason = textOf(entry, 'reason');
  return (
    <>
      {reason !== undefined && (
        <span className="under">
          <bdi>{shared.history.reason(reason)}</bdi>
        </span>
      )}
      {Object.keys(details).length > 0 && (
        <details className="under">
          <summary>{texts.details}</summary>
          <code>{JSON.stringify(details, undefined, 1)}</code>
        </details>
      )}
    </>
  );
}

function textOf(entry: AuditEntry, member: string): string | undefined {
  const value = entry.texts?.[member];
  return typeof value === 'string' ? value : undefined;
}
