import type { IssuedKey } from '@lostwax/client';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import { NewKeyShown } from './new-key-shown.tsx';

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
