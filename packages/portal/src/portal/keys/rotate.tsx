import type { IssuedKey, Key } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useForgottenOnLeave } from '../../app/forget.ts';
import { useKey } from '../../keys/calls.ts';
import { useRotate } from '../../keys/issue-calls.ts';
import { KeyName } from '../../keys/key-name.tsx';
import { LostAnswer, lostKeyId } from '../../keys/lost-answer.tsx';
import { NewKeyShown } from '../../keys/new-key-shown.tsx';
import { OverlapFields, useOverlap } from '../../keys/overlap.tsx';
import { Rotation } from '../../keys/rotation.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Failure, Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

/** Makes a successor, shows it once, and both keys beside each other. */
export function RotateScreen({ keyId }: { readonly keyId: string }) {
  const key = useKey(keyId);
  const [issued, setIssued] = useState<IssuedKey>();
  useForgottenOnLeave(() => setIssued(undefined));
  return (
    <Loaded query={key}>
      {(old) => (issued === undefined ? <Ask of={old} onDone={setIssued} /> : <Done issued={issued} />)}
    </Loaded>
  );
}

function Done({ issued }: { readonly issued: IssuedKey }) {
  const texts = useTexts();
  return (
    <div className="screen">
      <ScreenTitle title={texts.create.rotatedTitle} />
      <NewKeyShown issued={issued} />
      <div className="buttons">
        <ButtonLink to={`/keys/${issued.key.id}`}>{texts.create.saved}</ButtonLink>
      </div>
      <Rotation of={issued.key} />
    </div>
  );
}

function Ask({ of, onDone }: { readonly of: Key; readonly onDone: (issued: IssuedKey) => void }) {
  const texts = useTexts();
  const overlap = useOverlap('day');
  const rotate = useRotate(of.id);
  const lost = lostKeyId(rotate.error);
  const submit = (): void => {
    const overlapSeconds = overlap.read();
    if (overlapSeconds === undefined) return;
    rotate.mutate(
      { overlapSeconds },
      {
        onSuccess: (made) => {
          onDone(made);
          rotate.reset();
        },
      },
    );
  };
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href={`/keys/${of.id}`}>
          {texts.actions.backToKey}
        </Link>
        <ScreenTitle title={texts.rotate.title} />
        <p className="soft">{texts.rotate.intro}</p>
      </div>
      {lost !== undefined && <LostAnswer keyId={lost} rotation />}
      <KeyName of={of} />
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <OverlapFields choices={['none', 'hour', 'day', 'week', 'own']} overlap={overlap} />
        <div className="buttons">
          <Button busy={rotate.isPending} kind="main" type="submit">
            {texts.rotate.submit}
          </Button>
        </div>
      </form>
      {rotate.isError && lost === undefined && <Failure error={rotate.error} />}
    </div>
  );
}
