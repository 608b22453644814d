import type { IssuedKey } from '@lostwax/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import { useAskBeforeLeaving } from './leaving.tsx';
import { useKeyMaking } from './making.tsx';
import { NewKeyShown } from './new-key-shown.tsx';
import { useKeysScope } from './scope.tsx';

/** The member of the address that names a key once it was made: after a reload, the screen knows what it can no longer show. */
const MADE = 'created';

/** The key ID of the key that was made here before a reload. */
export function useMadeBefore(): string | undefined {
  const [params] = useSearchParams();
  return params.get(MADE) ?? undefined;
}

/** A new key, this once, with a way on; whoever leaves before it was copied is asked. */
export function IssuedScreen({
  issued,
  title,
  children,
}: {
  readonly issued: IssuedKey;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  const { create } = useTexts();
  const [place, go] = useLocation();
  const [copied, setCopied] = useState(false);
  const { id } = issued.key;
  // Before anybody is asked: this is no way out of the screen.
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

/** Back asks nobody: the key is then shown once more, over the screen that it led to. */
function useKeptWhenLost(issued: IssuedKey, isLost: () => boolean): void {
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
