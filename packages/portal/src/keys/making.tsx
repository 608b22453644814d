import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { useAskBeforeClosing } from '../app/ask-before-closing.ts';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { LeavingRoot } from './leaving.tsx';
import { NewKeyShown } from './new-key-shown.tsx';
import { type KeysScope, KeysScopeContext } from './scope.tsx';
import { hasSomethingToKeep, type ShownKey } from './shown-key.ts';

/** Receives the outcome of a call that creates a key. */
export interface Maker {
  readonly scope: KeysScope;
  /** Shows the key; false if the screen that requested it is gone. */
  made(issued: ShownKey): boolean;
  failed(error: Error): void;
}

/** The calls of this page that create keys: one at a time, since losing a response means losing a key. */
export interface KeyMaking {
  /** A key was requested, and the response hasn't arrived yet. */
  readonly busy: boolean;
  /** Sends the request unless another one is pending. */
  make(send: () => Promise<ShownKey>, maker: Maker): void;
  /** Shows a key again on top of the current screen: the user left its own screen before copying the key. */
  keep(issued: ShownKey, scope: KeysScope): void;
}

const MakingContext = createContext<KeyMaking | undefined>(undefined);

export function useKeyMaking(): KeyMaking {
  const making = useContext(MakingContext);
  if (making === undefined) throw new Error('A screen that creates keys is outside of <KeyMakingRoot>.');
  return making;
}

interface LateKey {
  readonly issued: ShownKey;
  readonly scope: KeysScope;
  /** Why it is shown here: the response came late, or the user left the screen early. */
  readonly why: 'late' | 'left';
}

/**
 * Wraps all screens that create keys: if the user left a screen before the response arrived, the key is shown on top of the
 * current screen.
 */
export function KeyMakingRoot({ children }: { readonly children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  const [late, setLate] = useState<LateKey>();
  // The state alone would let a quick second click through.
  const underWay = useRef(false);
  // Leaving the page drops its keys, including those that screens hand over as they unmount.
  const forgotten = useRef(false);
  useForgottenOnLeave(() => {
    forgotten.current = true;
    setLate(undefined);
  });
  // The pending response is the only one that contains the key.
  useAskBeforeClosing(busy);
  const making = useMemo<KeyMaking>(
    () => ({
      busy,
      make(send, { scope, made, failed }) {
        if (underWay.current) return;
        underWay.current = true;
        forgotten.current = false;
        setBusy(true);
        const end = (): void => {
          underWay.current = false;
          setBusy(false);
        };
        send().then(
          (issued) => {
            end();
            if (!made(issued)) setLate({ issued, scope, why: 'late' });
          },
          (error: unknown) => {
            end();
            failed(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
      keep: (issued, scope) => !forgotten.current && setLate({ issued, scope, why: 'left' }),
    }),
    [busy],
  );
  return (
    <MakingContext value={making}>
      <LeavingRoot>{children}</LeavingRoot>
      {late !== undefined && (
        <KeysScopeContext value={late.scope}>
          <Late of={late} onClose={() => setLate(undefined)} />
        </KeysScopeContext>
      )}
    </MakingContext>
  );
}

function Late({ of: { issued, why }, onClose }: { readonly of: LateKey; readonly onClose: () => void }) {
  const { create, newKey } = useTexts();
  const [copied, setCopied] = useState(!hasSomethingToKeep(issued));
  return (
    <Dialog
      about={<p>{why === 'late' ? create.late : newKey.left}</p>}
      buttons={
        <Button kind={copied ? 'main' : 'plain'} onClick={onClose}>
          {create.saved}
        </Button>
      }
      open
      title={create.doneTitle}
    >
      <NewKeyShown issued={issued} onCopied={() => setCopied(true)} />
    </Dialog>
  );
}
