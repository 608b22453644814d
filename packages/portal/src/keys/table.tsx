import type { Key } from '@lostwax/client';
import type { ReactNode } from 'react';
import { useNow } from '../app/now.ts';
import { useTexts } from '../texts/texts.ts';
import { DateOf } from '../ui/time.tsx';
import { useKey } from './calls.ts';
import { KeyName, KeyStateOf } from './key-name.tsx';
import { Expires, LastUsed } from './last-used.tsx';
import { Scopes } from './scopes.tsx';
import { warningsOf } from './warnings-of.ts';

const MOST_SCOPES_SHOWN = 3;

export interface Owners {
  readonly label: string;
  readonly show: (key: Key) => ReactNode;
}

/** Keys, one a row. */
export function KeyTable({
  keys,
  label,
  linkOf,
  owners,
}: {
  readonly keys: readonly Key[];
  readonly label: string;
  readonly linkOf: (key: Key) => string;
  /** Where keys of several customers are shown: what the column is called, and what stands in it. */
  readonly owners?: Owners | undefined;
}) {
  const texts = useTexts();
  const { columns } = texts.keys;
  const now = useNow();
  return (
    <table aria-label={label} className="table folds keys">
      <thead>
        <tr>
          <th scope="col">{columns.key}</th>
          {owners && <th scope="col">{owners.label}</th>}
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.scopes}</th>
          <th scope="col">{columns.created}</th>
          <th scope="col">{columns.lastUsed}</th>
          <th scope="col">{columns.expires}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Row key={key.id} now={now} of={key} others={keys} owners={owners} to={linkOf(key)} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly of: Key;
  readonly to: string;
  readonly now: number;
  /** All of the list: the successor is often one of them. */
  readonly others: readonly Key[];
  readonly owners: Owners | undefined;
}

function Row({ of: key, to, now, others, owners }: RowProps) {
  const texts = useTexts();
  const { columns } = texts.keys;
  const warnings = warningsOf(key, now);
  const ended = key.state === 'revoked' || key.state === 'expired';
  const inOverlap = key.replacedBy !== null && !ended;
  return (
    <tr className={ended ? 'ended' : undefined}>
      <td>
        <KeyName of={key} to={to} />
      </td>
      {owners && (
        <td className="owner" data-label={owners.label}>
          {owners.show(key)}
        </td>
      )}
      <td data-label={columns.state}>
        <span>
          <KeyStateOf of={key} />
          {inOverlap && <Replacing by={key.replacedBy} others={others} />}
        </span>
      </td>
      <td data-label={columns.scopes}>
        <Scopes most={MOST_SCOPES_SHOWN} of={key.scopes} />
      </td>
      <td data-label={columns.created}>
        <DateOf at={key.createdAt} />
      </td>
      <td data-label={columns.lastUsed}>
        <span>
          <LastUsed of={key} />
          {warnings.includes('unused') && <span className="under warned">{texts.warnings.unused}</span>}
        </span>
      </td>
      <td className={warnings.includes('soon') ? 'warned' : undefined} data-label={columns.expires}>
        <Expires of={key} />
      </td>
    </tr>
  );
}

/** Whether the successor takes over, or is refused: then the old key still ends, and none is left. */
function Replacing({ by, others }: { readonly by: string | null; readonly others: readonly Key[] }) {
  const { keys } = useTexts();
  const listed = others.find(({ id }) => id === by);
  const read = useKey(listed === undefined ? by : null).data;
  const successor = listed ?? read;
  if (successor === undefined) return null;
  return successor.state === 'active' ? (
    <span className="under">{keys.replacing}</span>
  ) : (
    <span className="under warned">{keys.newRefused}</span>
  );
}
