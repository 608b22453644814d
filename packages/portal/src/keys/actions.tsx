import type { Key } from '@lostwax/client';
import { ConfirmDisable, ConfirmEnable, ConfirmRevoke, Rename } from './confirm.tsx';

export type KeyAction = 'revoke' | 'disable' | 'enable' | 'rename';

const dialogs = { revoke: ConfirmRevoke, disable: ConfirmDisable, enable: ConfirmEnable, rename: Rename };

/** The confirmation before an action on a key. */
export function KeyDialog({
  action,
  ...question
}: {
  readonly action: KeyAction;
  readonly of: Key;
  readonly onClose: () => void;
  readonly onDone?: (key: Key) => void;
}) {
  const Question = dialogs[action];
  return <Question {...question} />;
}
