import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { useKey } from '../../keys/calls.ts';
import { type MakeKey, type RotationWish, useRotate } from '../../keys/issue-calls.ts';
import { IssuedScreen, useMadeBefore } from '../../keys/issuing.tsx';
import { KeyName } from '../../keys/key-name.tsx';
import { LostAnswer } from '../../keys/lost-answer.tsx';
import { MadeBefore } from '../../keys/made-before.tsx';
import { OverlapFields, useOverlap } from '../../keys/overlap.tsx';
import { OwnFields, useOwn } from '../../keys/own/own-fields.tsx';
import { clientOf, madeFor } from '../../keys/pair/client.ts';
import { Rotation } from '../../keys/rotation.tsx';
import { StillWaiting } from '../../keys/still-waiting.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { LoadedKey } from './loaded-key.tsx';

/** Creates a successor, shows it once, and shows both keys side by side. */
export function RotateScreen({ keyId }: { readonly keyId: string }) {
  const texts = useTexts();
  const key = useKey(keyId);
  const before = useMadeBefore();
  const rotate = useRotate(keyId);
  // Regardless of the record's state: a response that contains a key is shown.
  const { issued } = rotate;
  if (issued !== undefined) {
    return (
      <IssuedScreen issued={issued} title={texts.create.rotatedTitle}>
        <Rotation of={issued.key} />
      </IssuedScreen>
    );
  }
  if (before !== undefined) return <MadeBefore before={before} />;
  return <LoadedKey query={key}>{(old) => <Ask of={old} rotate={rotate} />}</LoadedKey>;
}

function Ask({ of, rotate }: { readonly of: Key; readonly rotate: MakeKey<RotationWish> }) {
  const texts = useTexts();
  const overlap = useOverlap('day');
  const { busy, lost, failure } = rotate;
  const made = madeFor(of.method, clientOf(of));
  const own = useOwn();
  const submit = async (): Promise<void> => {
    const overlapSeconds = overlap.read();
    const brought = await own.read(made);
    if (overlapSeconds !== undefined && brought !== undefined)
      rotate.make({ overlapSeconds, of, ...brought });
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
        {made !== undefined && <OwnFields customer={of.customer ?? ''} made={made} own={own} />}
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
