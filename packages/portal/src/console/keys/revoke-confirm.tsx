import { unwrap } from '@lostwax/client';
import { useState } from 'react';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { useFormat } from '../../texts/format.ts';
import { Ask } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export interface RevokeConfirmProps {
  readonly asked: Readonly<Record<string, string>>;
  /** Number of matching keys, as shown on the page. */
  readonly count: number;
  readonly onClose: () => void;
}

/** Revoking can't be undone, so the number of keys has to be typed; if a different number matches, the server revokes none. */
export function RevokeConfirm({ asked, count, onClose }: RevokeConfirmProps) {
  const { revokeMany: texts } = useConsoleTexts();
  const format = useFormat();
  const toast = useToast();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const revoke = useCall((expectedCount: number) => {
    const why = reason.trim();
    const body = { ...asked, expectedCount, ...(why !== '' && { reason: why }) };
    return unwrap(
      client.POST('/v1/workspaces/{workspace}/keys:revoke', { params: { path: { workspace } }, body }),
    );
  }, useRefresh());
  const shown = format.number(count);
  const go = (): void => {
    const right = typed.trim() === String(count) || typed.trim() === shown;
    setWrong(right ? undefined : texts.typeWrong);
    if (!right) return;
    revoke.run(count, (done) => {
      toast.show({ text: texts.done(done.count, format.number(done.count)) });
      onClose();
    });
  };
  return (
    <Ask
      about={<p>{texts.confirmText}</p>}
      call={revoke}
      confirm={texts.confirm(count, shown)}
      dangerous
      onClose={onClose}
      onConfirm={go}
      title={texts.confirmTitle(count, shown)}
    >
      <TextField
        label={texts.reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
        value={reason}
      />
      <TextField
        autoComplete="off"
        inputMode="numeric"
        label={texts.type(count, String(count), shown)}
        onChange={({ target }) => setTyped(target.value)}
        value={typed}
        wrong={wrong}
      />
    </Ask>
  );
}
