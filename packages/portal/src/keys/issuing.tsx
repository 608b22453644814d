import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import { useAskBeforeLeaving } from './leaving.tsx';
import { useKeyMaking } from './making.tsx';
import { NewKeyShown } from './new-key-shown.tsx';
import { useKeysScope } from './scope.tsx';
import type { ShownKey } from './shown-key.ts';

/** Query parameter with the ID of the key created on this screen: after a reload, the screen knows which key it can no longer show. */
const MADE = 'created';

/** The ID of the key that was created here before a reload. */
export function useMadeBefore(): string | undefined {
  const [params] = useSearchParams();
  return params.get(MADE) ?? undefined;
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
  const [copied, setCopied] = useState(false);
  const { id } = issued.key;
  // Before the confirmation is active: this navigation doesn't leave the screen.
  const named = useRef(false);
  useEffect(() => {
    if (!named.current) go(`${place}?${MADE}=${id}`, { replace: true });
    named.current = true;
  }, [go, id, place]);
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
