import type { Key } from '@lostwax/client';
import type { ReactNode } from 'react';
import { useNow } from '../app/now.ts';
import { useTexts } from '../texts/texts.ts';
import { DateOf } from '../ui/time.tsx';
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
          <Row key={key.id} now={now} of={key} owners={owners} to={linkOf(key)} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly of: Key;
  readonly to: string;
  readonly now: number;
  readonly owners: Owners | undefined;
}

function Row({ of: key, to, now, owners }: RowProps) {
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
          {inOverlap && <span className="under">{texts.keys.replacing}</span>}
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
