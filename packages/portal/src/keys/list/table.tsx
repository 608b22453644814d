import type { Key } from '@lostwax/client';
import { useRef } from 'react';
import { useNow } from '../../app/now.ts';
import { useTexts } from '../../texts/texts.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { useRowLinks } from '../../ui/row-links.ts';
import type { KeyAction } from '../actions.tsx';
import type { KeyOrder, SortColumn } from './order.ts';
import type { Owners } from './owners.ts';
import { KeyRow } from './row.tsx';
import type { KeySelection } from './selection.ts';

/** The order in which a list is shown, and a callback to change it. */
export interface Sorting {
  readonly now: KeyOrder;
  readonly sort: (by: SortColumn) => void;
}

export interface KeyTableProps {
  readonly keys: readonly Key[];
  readonly label: string;
  /** For lists with keys of several customers: the column's label and content. */
  readonly owners?: Owners | undefined;
  /** If omitted, columns can't be sorted. */
  readonly sorting?: Sorting | undefined;
  /** If omitted, there are no checkboxes. */
  readonly selection?: KeySelection | undefined;
  /** If omitted, rows have no menus. */
  readonly onAct?: ((action: KeyAction, key: Key) => void) | undefined;
}

/** Keys, one per row. */
export function KeyTable({ keys, label, owners, sorting, selection, onAct }: KeyTableProps) {
  const { keys: texts, keyList } = useTexts();
  const { columns } = texts;
  const now = useNow();
  const rows = useRef<HTMLTableSectionElement>(null);
  useRowLinks(rows);
  const heading = (by: SortColumn, name: string) => <Heading by={by} name={name} sorting={sorting} />;
  return (
    <table aria-label={label} className="table keys">
      <thead>
        <tr>
          {selection && (
            <td className="check">
              <SelectAll of={selection} />
            </td>
          )}
          {heading('name', keyList.name)}
          {owners && <th scope="col">{owners.label}</th>}
          <th scope="col">{columns.key}</th>
          <th scope="col">{columns.state}</th>
          {!owners && (
            <th className="permissions" scope="col">
              {columns.scopes}
            </th>
          )}
          {heading('createdAt', columns.created)}
          {heading('lastUsedAt', columns.lastUsed)}
          {heading('expiresAt', columns.expires)}
          {onAct && (
            <th scope="col">
              <span className="hidden-visually">{keyList.actions}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody ref={rows}>
        {keys.map((key) => (
          <KeyRow
            key={key.id}
            now={now}
            of={key}
            onAct={onAct}
            others={keys}
            owners={owners}
            selection={selection}
            to={`/keys/${key.id}`}
          />
        ))}
      </tbody>
    </table>
  );
}

function Heading({
  by,
  name,
  sorting,
}: {
  readonly by: SortColumn;
  readonly name: string;
  readonly sorting: Sorting | undefined;
}) {
  const className = by === 'createdAt' ? 'created' : undefined;
  if (sorting === undefined) {
    return (
      <th className={className} scope="col">
        {name}
      </th>
    );
  }
  const { now, sort } = sorting;
  const direction = now.descending ? 'descending' : 'ascending';
  return (
    <th aria-sort={now.by === by ? direction : undefined} className={className} scope="col">
      <button className="sort" onClick={() => sort(by)} type="button">
        {name}
      </button>
    </th>
  );
}

function SelectAll({ of: { keys, selectable, set } }: { readonly of: KeySelection }) {
  const { keyList } = useTexts();
  const all = keys.length === selectable.length;
  return (
    <Checkbox
      checked={all && keys.length > 0}
      disabled={selectable.length === 0}
      indeterminate={!all && keys.length > 0}
      label={keyList.selectAll}
      onChange={() => set(selectable, !all)}
    />
  );
}
