import type { Key } from '@lostwax/client';
import { Link, Redirect } from 'wouter';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import { useKey } from './calls.ts';
import type { MadeBeforeKey } from './issuing.tsx';
import { KeyName } from './key-name.tsx';
import { useRights } from './rights.ts';

/** After a reload: the key was created and can't be shown again. Offers to replace it. */
export function MadeBefore({ before: { id, shown } }: { readonly before: MadeBeforeKey }) {
  const texts = useTexts();
  const { data: key } = useKey(id);
  if (!shown) return <Redirect replace to={`/keys/${id}`} />;
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/keys">
          {texts.actions.back}
        </Link>
        <ScreenTitle title={texts.newKey.madeBeforeTitle} />
        <p className="soft prose">{texts.newKey.madeBefore}</p>
      </div>
      {key && (
        <>
          <KeyName of={key} />
          <Ways of={key} />
        </>
      )}
    </div>
  );
}

function Ways({ of }: { readonly of: Key }) {
  const texts = useTexts();
  const { rotate } = useRights(of);
  return (
    <div className="buttons">
      {rotate && (
        <ButtonLink kind="main" to={`/keys/${of.id}/rotate`}>
          {texts.key.rotate}
        </ButtonLink>
      )}
      <ButtonLink to={`/keys/${of.id}`}>{texts.newKey.look}</ButtonLink>
    </div>
  );
}
