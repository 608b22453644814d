import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { useAsk } from '../../app/asked.tsx';
import { useFormat } from '../../texts/format.ts';
import { useLocale } from '../../texts/texts.ts';
import { type KeyAction, KeyDialog } from '../actions.tsx';
import { useKeysScope } from '../scope.tsx';
import { PAGE } from './asked.ts';
import { BulkBar } from './bulk-bar.tsx';
import { type KeyOrder, orderAfterClick, sortKeys, writeOrder } from './order.ts';
import type { Owners } from './owners.ts';
import { useKeySelection } from './selection.ts';
import { KeyTable } from './table.tsx';

export interface ListedProps {
  readonly keys: readonly Key[];
  readonly label: string;
  readonly owners: Owners | undefined;
  readonly order: KeyOrder;
  /** Whether these are all keys: only then can they be sorted, since sorting one of several pages would be misleading. */
  readonly whole: boolean;
}

/** The matching keys, with actions on one or several. */
export function Listed({ keys, label, owners, order, whole }: ListedProps) {
  const { language, texts } = useLocale();
  const format = useFormat();
  const { may } = useKeysScope();
  const ask = useAsk();
  const [asking, setAsking] = useState<{ readonly action: KeyAction; readonly key: Key }>();
  const shown = whole ? sortKeys(keys, order, language) : keys;
  const selection = useKeySelection(shown);
  return (
    <>
      <KeyTable
        keys={shown}
        label={label}
        onAct={(action, key) => setAsking({ action, key })}
        owners={owners}
        selection={may('revoke') ? selection : undefined}
        sorting={
          whole
            ? { now: order, sort: (by) => ask({ sort: writeOrder(orderAfterClick(order, by)) }) }
            : undefined
        }
      />
      {!whole && <p className="hint">{texts.keyList.cannotSort(format.number(PAGE))}</p>}
      {selection.keys.length > 0 && <BulkBar selection={selection} />}
      {asking && <KeyDialog action={asking.action} of={asking.key} onClose={() => setAsking(undefined)} />}
    </>
  );
}
