import type { IssuedKey, Key } from '@lostwax/client';
import { Link } from 'wouter';
import { useKey } from '../../keys/calls.ts';
import { type MakeKey, type RotationWish, useRotate } from '../../keys/issue-calls.ts';
import { KeyName } from '../../keys/key-name.tsx';
import { LostAnswer } from '../../keys/lost-answer.tsx';
import { NewKeyShown } from '../../keys/new-key-shown.tsx';
import { OverlapFields, useOverlap } from '../../keys/overlap.tsx';
import { Rotation } from '../../keys/rotation.tsx';
import { StillWaiting } from '../../keys/still-waiting.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { LoadedKey } from './loaded-key.tsx';

/** Makes a successor, shows it once, and both keys beside each other. */
export function RotateScreen({ keyId }: { readonly keyId: string }) {
  const key = useKey(keyId);
  const rotate = useRotate(keyId);
  // Whatever becomes of the record: an answer that holds a key is shown.
  if (rotate.issued !== undefined) return <Done issued={rotate.issued} />;
  return <LoadedKey query={key}>{(old) => <Ask of={old} rotate={rotate} />}</LoadedKey>;
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

function Ask({ of, rotate }: { readonly of: Key; readonly rotate: MakeKey<RotationWish> }) {
  const texts = useTexts();
  const overlap = useOverlap('day');
  const { busy, lost, failure } = rotate;
  const submit = (): void => {
    const overlapSeconds = overlap.read();
    if (overlapSeconds !== undefined) rotate.make({ overlapSeconds });
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
      <Form onSubmit={submit}>
        <OverlapFields choices={['none', 'hour', 'day', 'week', 'own']} overlap={overlap} />
        <div className="buttons">
          <Button busy={busy} kind="main" type="submit">
            {texts.rotate.submit}
          </Button>
        </div>
        <StillWaiting busy={busy} />
      </Form>
      <CallFailure error={failure} />
    </div>
  );
}
