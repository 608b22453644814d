import type { SigningKeys } from '@lostwax/client';
import { useState } from 'react';
import { useFormat } from '../../texts/format.ts';
import { Ask } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { numberOrNone } from '../lines.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { useSigningKeyCalls } from './signing-key-calls.ts';

const DAY_SECONDS = 86_400;
/** What the authority takes at most: a century. */
const MOST_DAYS = 36_500;

interface DialogProps {
  readonly slug: string;
  readonly onClose: () => void;
}

export function RotateSigningKey({ slug, onClose }: DialogProps) {
  const { settings } = useConsoleTexts();
  const texts = settings.signing;
  const toast = useToast();
  const { rotate } = useSigningKeyCalls(slug);
  const [days, setDays] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (): void => {
    const read = numberOrNone(days);
    if (read === undefined || (read ?? 0) > MOST_DAYS) {
      setWrong(true);
      return;
    }
    rotate.run(read === null ? undefined : read * DAY_SECONDS, () => {
      toast.show({ text: texts.rotated });
      onClose();
    });
  };
  return (
    <Ask
      about={<p>{texts.rotateText}</p>}
      call={rotate}
      confirm={texts.rotate}
      onClose={onClose}
      onConfirm={submit}
      title={texts.rotateTitle}
    >
      <TextField
        hint={texts.retireHint}
        inputMode="numeric"
        label={texts.retire}
        onChange={(event) => {
          setDays(event.target.value);
          setWrong(false);
        }}
        value={days}
        wrong={wrong ? settings.wrongNumber : undefined}
      />
    </Ask>
  );
}

export function RevokeSigningKey({
  of,
  slug,
  onClose,
}: DialogProps & { readonly of: SigningKeys['items'][number] }) {
  const { settings } = useConsoleTexts();
  const texts = settings.signing;
  const format = useFormat();
  const toast = useToast();
  const { revoke } = useSigningKeyCalls(slug);
  const count = `${format.number(of.liveKeys.count)}${of.liveKeys.more ? '+' : ''}`;
  return (
    <Ask
      about={
        <>
          <p>{texts.revokeText(of.liveKeys.count, count)}</p>
          <p>{texts.revokeGateways}</p>
        </>
      }
      call={revoke}
      confirm={texts.revokeConfirm}
      dangerous
      onClose={onClose}
      onConfirm={() =>
        revoke.run(of.id, () => {
          toast.show({ text: texts.revoked });
          onClose();
        })
      }
      title={texts.revokeTitle}
    />
  );
}
