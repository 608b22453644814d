import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { useTexts } from '../../texts/texts.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DateOf } from '../../ui/time.tsx';
import type { KeyAction } from '../actions.tsx';
import { isLive } from '../advice.ts';
import { useKey } from '../calls.ts';
import { KeyStateOf } from '../key-name.tsx';
import { Expires, LastUsed } from '../last-used.tsx';
import { maskedKey } from '../masked.ts';
import { Scopes } from '../scopes.tsx';
import { warningsOf } from '../warnings-of.ts';
import type { Owners } from './owners.ts';
import { RowMenu } from './row-menu.tsx';
import type { KeySelection } from './selection.ts';

const MOST_SCOPES_SHOWN = 2;

export interface KeyRowProps {
  readonly of: Key;
  readonly to: string;
  readonly now: number;
  /** All keys in the list: the successor is often one of them. */
  readonly others: readonly Key[];
  readonly owners: Owners | undefined;
  readonly selection: KeySelection | undefined;
  readonly onAct: ((action: KeyAction, key: Key) => void) | undefined;
}

/** One key: its name links to its page, and a click anywhere else in the row follows that link. */
export function KeyRow({ of: key, to, now, others, owners, selection, onAct }: KeyRowProps) {
  const { keys, keyList, warnings: words } = useTexts();
  const warnings = warningsOf(key, now);
  const name = key.name ?? keys.unnamed;
  const inOverlap = key.replacedBy !== null && isLive(key);
  return (
    <tr className={isLive(key) ? undefined : 'ended'} data-selected={selection?.has(key) || undefined}>
      {selection && (
        <td className="check">
          {isLive(key) && (
            <Checkbox
              checked={selection.has(key)}
              label={keyList.select(name)}
              onChange={(event) => selection.set([key], event.target.checked)}
            />
          )}
        </td>
      )}
      <td className="name">
        <Link
          className={key.name === null ? 'soft' : undefined}
          data-row-link
          href={to}
          title={key.name ?? undefined}
        >
          <bdi>{name}</bdi>
        </Link>
      </td>
      {owners && <td className="owner">{owners.show(key)}</td>}
      <td className="masked">
        <code>{maskedKey(key)}</code>
        {/* Not beside the date: narrow windows hide that. */}
        {key.imported && <span className="under">{keys.columns.imported}</span>}
      </td>
      <td className="status">
        <KeyStateOf of={key} />
        {inOverlap && <Replacing by={key.replacedBy} others={others} />}
      </td>
      {!owners && (
        <td className="permissions">
          <Scopes most={MOST_SCOPES_SHOWN} of={key.scopes} />
        </td>
      )}
      <td className="created">
        <DateOf at={key.createdAt} />
      </td>
      <td className="used" data-label={keys.columns.lastUsed}>
        <LastUsed of={key} />
        {warnings.includes('unused') && <span className="under warned">{words.unused}</span>}
      </td>
      <td
        className={warnings.includes('soon') ? 'expires warned' : 'expires'}
        data-label={keys.columns.expires}
      >
        <Expires of={key} />
      </td>
      {onAct && (
        <td className="acts">
          <RowMenu of={key} onAct={(action) => onAct(action, key)} />
        </td>
      )}
    </tr>
  );
}

/** Whether the successor takes over or is refused: if refused, the old key still expires, which leaves no key. */
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
