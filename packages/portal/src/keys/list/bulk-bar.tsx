import { useState } from 'react';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { type BulkAction, BulkDialog } from './bulk-dialog.tsx';
import type { KeySelection } from './selection.ts';

/** Actions on the selected keys. */
export function BulkBar({ selection }: { readonly selection: KeySelection }) {
  const { key: texts, keyList } = useTexts();
  const format = useFormat();
  const [asking, ask] = useState<BulkAction>();
  const { keys, clear } = selection;
  return (
    <ActionBar
      label={keyList.bulk.label}
      status={keyList.bulk.selected(keys.length, format.number(keys.length))}
    >
      {keys.some(({ state }) => state === 'active') && (
        <Button onClick={() => ask('disable')}>{texts.disable}</Button>
      )}
      <Button kind="danger" onClick={() => ask('revoke')}>
        {texts.revoke}
      </Button>
      <Button kind="quiet" onClick={clear}>
        {keyList.bulk.clear}
      </Button>
      {asking && <BulkDialog action={asking} keys={keys} onClose={() => ask(undefined)} onDone={clear} />}
    </ActionBar>
  );
}
