import type { IssuedKey } from '@lostwax/client';
import { useState } from 'react';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import { type KeyWish, useIssue } from './issue-calls.ts';
import { lostKeyId } from './lost-answer.tsx';
import { NewKeyShown } from './new-key-shown.tsx';

/** How far a screen that makes a key has come. */
interface Issuing {
  /** The key with its text, once it is made; forgotten when the page is left. */
  readonly issued: IssuedKey | undefined;
  readonly busy: boolean;
  /** The key id of a key that was made although its answer was lost. */
  readonly lost: string | undefined;
  /** What went wrong, unless it is that. */
  readonly failure: Error | undefined;
  issue(wish: KeyWish): void;
}

export function useIssuing(): Issuing {
  const call = useIssue();
  const [issued, setIssued] = useState<IssuedKey>();
  useForgottenOnLeave(() => setIssued(undefined));
  const lost = lostKeyId(call.error);
  return {
    issued,
    busy: call.isPending,
    lost,
    failure: lost === undefined ? (call.error ?? undefined) : undefined,
    issue: (wish) =>
      call.mutate(wish, {
        onSuccess: (made) => {
          setIssued(made);
          // The call keeps its answer, and with it the key's text.
          call.reset();
        },
      }),
  };
}

/** A new key, this once, with a way on. */
export function IssuedScreen({ issued }: { readonly issued: IssuedKey }) {
  const { create } = useTexts();
  return (
    <div className="screen">
      <ScreenTitle title={create.doneTitle} />
      <NewKeyShown issued={issued} />
      <div className="buttons">
        <ButtonLink to={`/keys/${issued.key.id}`}>{create.saved}</ButtonLink>
      </div>
    </div>
  );
}
