import type { AuditEntry } from '@lostwax/client';
import { useRef, useState } from 'react';
import { isImport, textOf } from '../../history/entry-text.ts';
import { Button } from '../../ui/button.tsx';
import { ChevronDown } from '../../ui/icons.tsx';
import { useRowLinks } from '../../ui/row-links.ts';
import { Ago } from '../../ui/time.tsx';
import { type NamesById, useNames } from '../names.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { EntryActor } from './actor.tsx';
import { EntryDetails } from './details.tsx';
import { Subject } from './subject.tsx';

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { audit: texts } = useConsoleTexts();
  const { columns } = texts;
  const rows = useRef<HTMLTableSectionElement>(null);
  useRowLinks(rows);
  const names = useNames({
    customers: entries.map((entry) => textOf(entry, 'customer')),
    actors: entries.filter(({ actorName }) => actorName === null).map(({ actor }) => actor),
    keys: entries.map(({ keyId }) => keyId),
  });
  return (
    <table aria-label={texts.title} className="table lines audit">
      <thead>
        <tr>
          <th scope="col">{columns.action}</th>
          <th scope="col">{columns.about}</th>
          <th scope="col">{columns.who}</th>
          <th scope="col">{columns.when}</th>
          <th scope="col">
            <span className="hidden-visually">{texts.details}</span>
          </th>
        </tr>
      </thead>
      <tbody ref={rows}>
        {entries.map((entry) => (
          <Row entry={entry} key={entry.seq} names={names} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry, names }: { readonly entry: AuditEntry; readonly names: NamesById }) {
  const { audit: texts } = useConsoleTexts();
  const [open, setOpen] = useState(false);
  const actions: Readonly<Record<string, string>> = texts.actions;
  const action = isImport(entry) ? texts.imported : (actions[entry.action] ?? entry.action);
  return (
    <>
      <tr>
        <td>
          <strong title={entry.action}>{action}</strong>
        </td>
        <td>
          <Subject names={names} of={entry} />
        </td>
        <td>
          <EntryActor names={names} of={entry} />
        </td>
        <td>
          <Ago at={entry.at} />
        </td>
        <td className="acts">
          <Button
            aria-expanded={open}
            aria-label={`${texts.details}: ${action}`}
            data-row-link
            kind="quiet icon"
            onClick={() => setOpen(!open)}
          >
            <ChevronDown />
          </Button>
        </td>
      </tr>
      {open && (
        <tr className="opened">
          <td colSpan={5}>
            <EntryDetails of={entry} />
          </td>
        </tr>
      )}
    </>
  );
}
