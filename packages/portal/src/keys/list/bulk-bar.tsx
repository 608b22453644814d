import { useState } from 'react';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { type BulkAction, BulkDialog } from './bulk-dialog.tsx';
import type { KeySelection } from './selection.ts';

/** What can be done with the keys that are checked. */
export function BulkBar({ selection }: { readonly selection: KeySelection }) {
  const { key: texts, keyList } = useTexts();
  const format = useFormat();
  const [asking, ask] = useState<BulkAction>();
  const { keys, clear } = selection;
  return (
    <section aria-label={keyList.bulk.label} className="bulk">
      <p role="status">{keyList.bulk.selected(keys.length, format.number(keys.length))}</p>
      <div className="buttons">
        {keys.some(({ state }) => state === 'active') && (
          <Button onClick={() => ask('disable')}>{texts.disable}</Button>
        )}
        <Button kind="danger" onClick={() => ask('revoke')}>
          {texts.revoke}
        </Button>
        <Button kind="quiet" onClick={clear}>
          {keyList.bulk.clear}
        </Button>
      </div>
      {asking && <BulkDialog action={asking} keys={keys} onClose={() => ask(undefined)} onDone={clear} />}
    </section>
  );
}
