import type { IssuedKey } from '@lostwax/client';
import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { useAskBeforeClosing } from '../app/ask-before-closing.ts';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { LeavingRoot } from './leaving.tsx';
import { NewKeyShown } from './new-key-shown.tsx';
import { type KeysScope, KeysScopeContext } from './scope.tsx';

/** Gets the outcome of a call that creates a key. */
export interface Maker {
  readonly scope: KeysScope;
  /** Shows the key; false if the screen that requested it is gone. */
  made(issued: IssuedKey): boolean;
  failed(error: Error): void;
}

/** The calls of this page that make keys: one at a time, since an answer that nobody hears loses a key. */
export interface KeyMaking {
  /** A key was requested, and the answer isn't there yet. */
  readonly busy: boolean;
  /** Sends, unless another call is unanswered. */
  make(send: () => Promise<IssuedKey>, maker: Maker): void;
  /** Shows a key once more over whatever screen is there: its own was left before the key was copied. */
  keep(issued: IssuedKey, scope: KeysScope): void;
}

const MakingContext = createContext<KeyMaking | undefined>(undefined);

export function useKeyMaking(): KeyMaking {
  const making = useContext(MakingContext);
  if (making === undefined) throw new Error('A screen that creates keys is outside of <KeyMakingRoot>.');
  return making;
}

interface LateKey {
  readonly issued: IssuedKey;
  readonly scope: KeysScope;
  /** What happened before: the answer came late, or the screen was left early. */
  readonly why: 'late' | 'left';
}

/** Above all screens that make keys: a key whose screen was left before the answer came is shown over whatever is there. */
export function KeyMakingRoot({ children }: { readonly children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  const [late, setLate] = useState<LateKey>();
  // The state alone would let a second quick click through.
  const underWay = useRef(false);
  // A page that is left forgets its keys, those too that screens hand over as they go.
  const forgotten = useRef(false);
  useForgottenOnLeave(() => {
    forgotten.current = true;
    setLate(undefined);
  });
  // The answer on its way is the only one that holds the key.
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
  const [copied, setCopied] = useState(false);
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
