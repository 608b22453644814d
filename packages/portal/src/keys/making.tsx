import type { IssuedKey } from '@lostwax/client';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NewKeyShown } from './new-key-shown.tsx';
import { type KeysScope, KeysScopeContext } from './scope.tsx';

/** What hears of the outcome of a call that makes a key. */
export interface Maker {
  readonly scope: KeysScope;
  /** Shows the key; false where the screen that asked for it is gone. */
  made(issued: IssuedKey): boolean;
  failed(error: Error): void;
}

/** The calls of this page that make keys: one at a time, since an answer that nobody hears loses a key. */
export interface KeyMaking {
  /** A key has been asked for, and the answer is not there yet. */
  readonly busy: boolean;
  /** Sends, unless another call is unanswered. */
  make(send: () => Promise<IssuedKey>, maker: Maker): void;
}

const MakingContext = createContext<KeyMaking | undefined>(undefined);

export function useKeyMaking(): KeyMaking {
  const making = useContext(MakingContext);
  if (making === undefined) throw new Error('A screen that makes keys stands outside of <KeyMakingRoot>.');
  return making;
}

interface LateKey {
  readonly issued: IssuedKey;
  readonly scope: KeysScope;
}

/** Above all screens that make keys: a key whose screen was left before the answer came is shown over whatever is there. */
export function KeyMakingRoot({ children }: { readonly children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  const [late, setLate] = useState<LateKey>();
  // The state alone would let the second of two quick clicks through.
  const underWay = useRef(false);
  useForgottenOnLeave(() => setLate(undefined));
  useEffect(() => {
    if (!busy) return undefined;
    // The browser asks before the page is closed: the answer on its way is the only one that holds the key.
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
  const making = useMemo<KeyMaking>(
    () => ({
      busy,
      make(send, { scope, made, failed }) {
        if (underWay.current) return;
        underWay.current = true;
        setBusy(true);
        const end = (): void => {
          underWay.current = false;
          setBusy(false);
        };
        send().then(
          (issued) => {
            end();
            if (!made(issued)) setLate({ issued, scope });
          },
          (error: unknown) => {
            end();
            failed(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
    }),
    [busy],
  );
  return (
    <MakingContext value={making}>
      {children}
      {late !== undefined && (
        <KeysScopeContext value={late.scope}>
          <Late issued={late.issued} onClose={() => setLate(undefined)} />
        </KeysScopeContext>
      )}
    </MakingContext>
  );
}

function Late({ issued, onClose }: { readonly issued: IssuedKey; readonly onClose: () => void }) {
  const { create } = useTexts();
  return (
    <Dialog
      about={<p>{create.late}</p>}
      buttons={
        <Button kind="main" onClick={onClose}>
          {create.saved}
        </Button>
      }
      open
      title={create.doneTitle}
    >
      <NewKeyShown issued={issued} />
    </Dialog>
  );
}
