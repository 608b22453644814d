import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import { useAskBeforeLeaving } from './leaving.tsx';
import { useKeyMaking } from './making.tsx';
import { NewKeyShown } from './new-key-shown.tsx';
import { useKeysScope } from './scope.tsx';
import { hasSomethingToKeep, type ShownKey } from './shown-key.ts';

/** Query parameter with the ID of the key created on this screen: after a reload, the screen knows which key it can no longer show. */
const MADE = 'created';

/** Instead of {@link MADE}, if nothing of the key was shown that could be lost. */
const REGISTERED = 'registered';

/** The key that was created here before a reload. */
export interface MadeBeforeKey {
  readonly id: string;
  /** It was shown, and can't be shown again. */
  readonly shown: boolean;
}

export function useMadeBefore(): MadeBeforeKey | undefined {
  const [params] = useSearchParams();
  const [made, registered] = [params.get(MADE), params.get(REGISTERED)];
  if (made !== null) return { id: made, shown: true };
  return registered === null ? undefined : { id: registered, shown: false };
}

/** Shows a new key, only once, with a link to continue. Leaving before it was copied asks for confirmation. */
export function IssuedScreen({
  issued,
  title,
  children,
}: {
  readonly issued: ShownKey;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  const { create } = useTexts();
  const [place, go] = useLocation();
  const keeps = hasSomethingToKeep(issued);
  const [copied, setCopied] = useState(!keeps);
  const { id } = issued.key;
  // Before the confirmation is active: this navigation doesn't leave the screen.
  const named = useRef(false);
  useEffect(() => {
    if (!named.current) go(`${place}?${keeps ? MADE : REGISTERED}=${id}`, { replace: true });
    named.current = true;
  }, [go, id, keeps, place]);
  const meant = useAskBeforeLeaving(!copied);
  useKeptWhenLost(issued, () => !copied && !meant.current);
  return (
    <div className="screen">
      <ScreenTitle title={title} />
      <NewKeyShown issued={issued} onCopied={() => setCopied(true)} />
      <div className="buttons">
        <ButtonLink kind={copied ? 'main' : 'plain'} to={`/keys/${id}`}>
          {create.saved}
        </ButtonLink>
      </div>
      {children}
    </div>
  );
}

/** Back can't be intercepted: the key is then shown again, on top of the screen that it led to. */
function useKeptWhenLost(issued: ShownKey, isLost: () => boolean): void {
  const { keep } = useKeyMaking();
  const scope = useKeysScope();
  const latest = useRef({ isLost, keep, scope });
  useEffect(() => {
    latest.current = { isLost, keep, scope };
  });
  useEffect(
    () => () => {
      const now = latest.current;
      if (now.isLost()) now.keep(issued, now.scope);
    },
    [issued],
  );
}
