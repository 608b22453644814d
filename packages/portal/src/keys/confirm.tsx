import type { Key } from '@lostwax/client';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Failure } from '../ui/states.tsx';
import { type Deed, useDeed } from './calls.ts';
import { KeyName } from './key-name.tsx';
import { wrongName } from './wrong-name.ts';

export interface ConfirmProps {
  /** The key that something happens to, as it is shown. */
  readonly of: Key;
  /** The key that the call is about, where that is another: a rotation is undone by its old key. */
  readonly by?: Key;
  readonly title: string;
  readonly confirm: string;
  readonly dangerous?: boolean;
  readonly deed: () => Deed | undefined;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly onDone?: ((key: Key) => void) | undefined;
}

/** Asks before something is done with a key, shows which, and stays open with the reason when it could not be done. */
export function Confirm({
  of,
  by = of,
  title,
  confirm,
  dangerous = false,
  deed,
  children,
  onClose,
  onDone,
}: ConfirmProps) {
  const texts = useTexts();
  const call = useDeed(by.id);
  const go = (): void => {
    const wanted = deed();
    if (wanted === undefined) return;
    call.mutate(wanted, {
      onSuccess: (key) => {
        onDone?.(key);
        onClose();
      },
    });
  };
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{texts.actions.cancel}</Button>
          <Button busy={call.isPending} kind={dangerous ? 'danger main' : 'main'} onClick={go}>
            {confirm}
          </Button>
        </>
      }
      onClose={onClose}
      open
      title={title}
    >
      <KeyName of={of} />
      {children}
      {call.isError && <Failure error={call.error} />}
    </Dialog>
  );
}

interface Closing {
  readonly of: Key;
  readonly onClose: () => void;
  readonly onDone?: (key: Key) => void;
}

/** Says what will stop, as far as it is known, and offers the gentler way. */
export function ConfirmRevoke({
  of,
  onClose,
  onDone,
  reason: first = '',
}: Closing & { readonly reason?: string }) {
  const texts = useTexts();
  const [reason, setReason] = useState(first);
  return (
    <Confirm
      confirm={texts.revoke.confirm}
      dangerous
      deed={() => ({ do: 'revoke', reason: reason.trim() })}
      of={of}
      onClose={onClose}
      onDone={onDone}
      title={texts.revoke.title}
    >
      <p>{texts.revoke.stops}</p>
      <p>
        <InUse of={of} /> {of.state === 'active' && of.replacedBy === null && texts.revoke.rotateInstead}
      </p>
      <TextField
        label={texts.revoke.reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
        value={reason}
      />
    </Confirm>
  );
}

/** Whether something will be missed, in one sentence; where uses are not tracked in full, that it is not known. */
function InUse({ of: { usageTracking, lastUsedAt } }: { readonly of: Key }) {
  const texts = useTexts();
  const format = useFormat();
  const known = lastUsedAt === null ? undefined : texts.revoke.lastUsed(format.moment(lastUsedAt));
  if (usageTracking === 'full') return known ?? texts.revoke.neverUsed;
  return known === undefined ? texts.revoke.notTracked : `${known} ${texts.revoke.notTracked}`;
}

export function ConfirmDisable({ of, onClose, onDone }: Closing) {
  const texts = useTexts();
  return (
    <Confirm
      confirm={texts.key.disable}
      deed={() => ({ do: 'disable' })}
      of={of}
      onClose={onClose}
      onDone={onDone}
      title={texts.revoke.disableTitle}
    >
      <p>{texts.revoke.disableStops}</p>
    </Confirm>
  );
}

export function ConfirmEnable({ of, onClose, onDone }: Closing) {
  const texts = useTexts();
  return (
    <Confirm
      confirm={texts.key.enable}
      deed={() => ({ do: 'enable' })}
      of={of}
      onClose={onClose}
      onDone={onDone}
      title={texts.revoke.enableTitle}
    >
      <p>{texts.revoke.enableText}</p>
    </Confirm>
  );
}

export function Rename({ of, onClose }: Closing) {
  const texts = useTexts();
  const [name, setName] = useState(of.name ?? '');
  const [wrong, setWrong] = useState<string>();
  const deed = (): Deed | undefined => {
    const found = wrongName(name, texts);
    setWrong(found);
    return found === undefined ? { do: 'rename', name: name.trim() } : undefined;
  };
  return (
    <Confirm confirm={texts.actions.save} deed={deed} of={of} onClose={onClose} title={texts.key.renameTitle}>
      <TextField
        label={texts.create.name}
        maxLength={255}
        onChange={(event) => setName(event.target.value)}
        value={name}
        wrong={wrong}
      />
    </Confirm>
  );
}
