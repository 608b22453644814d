import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { wordsFor } from '../../api/errors.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Ask } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { maskedKey } from '../masked.ts';
import { type BulkOutcome, useBulkCall } from './bulk-calls.ts';

export type BulkAction = 'disable' | 'revoke';

/** Asks for confirmation before an action on several keys, lists them, and afterwards shows each result if one has failed. */
export function BulkDialog({
  action,
  keys: chosen,
  onClose,
  onDone,
}: {
  readonly action: BulkAction;
  readonly keys: readonly Key[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const texts = useTexts();
  const { bulk } = texts.keyList;
  const format = useFormat();
  const toast = useToast();
  // The list is refetched in the meantime, which removes revoked keys from it.
  const [keys] = useState(() => chosen.filter(({ state }) => action === 'revoke' || state === 'active'));
  const call = useBulkCall(keys, action === 'revoke' ? { do: 'revoke', reason: '' } : { do: 'disable' });
  const count = format.number(keys.length);
  const words = bulk[action];
  const failed = [...call.outcomes.values()].filter((outcome) => outcome instanceof Error).length;
  const go = (): void =>
    call.run(() => {
      toast.show({ text: words.done(keys.length, count) });
      onDone();
      onClose();
    });
  return (
    <Ask
      about={<p>{words.about}</p>}
      call={{ busy: call.busy, error: undefined }}
      confirm={call.ended === 'failed' ? texts.actions.tryAgain : words.confirm(keys.length, count)}
      dangerous={action === 'revoke'}
      onClose={onClose}
      onConfirm={go}
      title={words.title(keys.length, count)}
    >
      <ul className="bulk-keys">
        {keys.map((key) => (
          <li key={key.id}>
            <bdi>{key.name ?? texts.keys.unnamed}</bdi>
            <code className="soft">{maskedKey(key)}</code>
            <Outcome done={words.one} of={call.outcomes.get(key.id)} />
          </li>
        ))}
      </ul>
      {call.ended === 'failed' && (
        <p className="wrong" role="alert">
          {bulk.failed(failed, format.number(failed), count)}
        </p>
      )}
    </Ask>
  );
}

function Outcome({ of, done }: { readonly of: BulkOutcome | undefined; readonly done: string }) {
  const texts = useTexts();
  if (of === undefined) return null;
  if (of === 'busy') return <span className="soft">{texts.keyList.bulk.busy}</span>;
  if (of === 'done') return <span className="good">{done}</span>;
  return <span className="wrong">{wordsFor(of, texts)}</span>;
}
