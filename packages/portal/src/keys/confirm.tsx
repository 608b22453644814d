import type { Key } from '@lostwax/client';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Ask } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { type Toast, useToast } from '../ui/toast.tsx';
import { isLive } from './advice.ts';
import { type Deed, useDeed, useKey } from './calls.ts';
import { KeyName } from './key-name.tsx';
import { isNeverUsed } from './known-use.ts';
import { useReviving } from './reviving.ts';
import { useKeysScope } from './scope.tsx';
import { wrongName } from './wrong-name.ts';

export interface ConfirmProps {
  /** The key that changes, as shown in the dialog. */
  readonly of: Key;
  /** The key in the API call, if different: undoing a rotation refers to the old key. */
  readonly by?: Key;
  readonly title: string;
  readonly confirm: string;
  readonly dangerous?: boolean;
  readonly deed: () => Deed | undefined;
  /** What happens. */
  readonly about?: ReactNode;
  /** Fields. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
  readonly onDone?: ((key: Key) => void) | undefined;
  /** The toast afterwards, if it says more than the default. */
  readonly done?: ((key: Key) => Toast) | undefined;
}

/** Asks before an action on a key, and shows which key. */
export function Confirm({ of, by = of, deed, about, onClose, onDone, done, ...question }: ConfirmProps) {
  const call = useDeed(by.id);
  const texts = useTexts();
  const toaster = useToast();
  const go = (): void => {
    const wanted = deed();
    if (wanted === undefined) return;
    call.run(wanted, (key) => {
      onDone?.(key);
      onClose();
      toaster.show(done?.(key) ?? { text: texts.done[wanted.do] });
    });
  };
  return (
    <Ask
      {...question}
      about={
        <>
          <KeyName of={of} />
          {about}
        </>
      }
      call={call}
      onClose={onClose}
      onConfirm={go}
    />
  );
}

interface Closing {
  readonly of: Key;
  readonly onClose: () => void;
  readonly onDone?: (key: Key) => void;
}

/** States what will stop working, as far as known, and offers rotation instead. */
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
      about={
        <>
          <p>{texts.revoke.stops}</p>
          <p>
            <InUse of={of} /> {of.state === 'active' && of.replacedBy === null && texts.revoke.rotateInstead}
          </p>
          <OldEndsToo of={of} />
        </>
      }
      confirm={texts.revoke.confirm}
      dangerous
      deed={() => ({ do: 'revoke', reason: reason.trim() })}
      of={of}
      onClose={onClose}
      onDone={onDone}
      title={texts.revoke.title}
    >
      <TextField
        label={texts.revoke.reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
        value={reason}
      />
    </Confirm>
  );
}

/** Whether the key is in use, in one sentence, as far as known. */
function InUse({ of }: { readonly of: Key }) {
  const { revoke } = useTexts();
  const format = useFormat();
  if (of.lastUsedAt === null) return isNeverUsed(of) ? revoke.neverUsed : revoke.noneReported;
  const at = format.moment(of.lastUsedAt);
  return of.usageTracking === 'full' ? revoke.lastUsed(at) : revoke.lastReported(at);
}

/** For the new key of a rotation: the old one still expires as scheduled, which leaves no key. */
function OldEndsToo({ of }: { readonly of: Key }) {
  const { revoke } = useTexts();
  const format = useFormat();
  const old = useKey(of.replaces).data;
  const { mayUndo } = useReviving(old, of);
  if (old === undefined || old.replacedBy !== of.id || !isLive(old) || old.expiresAt === null) return null;
  return (
    <p>
      {revoke.oldEndsToo(format.moment(old.expiresAt))} {mayUndo && revoke.undoInstead}
    </p>
  );
}

export function ConfirmDisable({ of, onClose, onDone }: Closing) {
  const texts = useTexts();
  const { may, mayRevive } = useKeysScope();
  const enable = useDeed(of.id);
  const toaster = useToast();
  const undo = (): void => enable.run({ do: 'enable' }, () => toaster.show({ text: texts.done.enable }));
  return (
    <Confirm
      about={
        <>
          <p>{texts.revoke.disableStops}</p>
          <OldEndsToo of={of} />
        </>
      }
      confirm={texts.key.disable}
      deed={() => ({ do: 'disable' })}
      done={(key) => ({
        text: texts.done.disable,
        action: may('create') && mayRevive(key) ? { label: texts.done.undo, onPress: undo } : undefined,
      })}
      of={of}
      onClose={onClose}
      onDone={onDone}
      title={texts.revoke.disableTitle}
    />
  );
}

export function ConfirmEnable({ of, onClose, onDone }: Closing) {
  const texts = useTexts();
  return (
    <Confirm
      about={<p>{texts.revoke.enableText}</p>}
      confirm={texts.key.enable}
      deed={() => ({ do: 'enable' })}
      of={of}
      onClose={onClose}
      onDone={onDone}
      title={texts.revoke.enableTitle}
    />
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
