import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { useCreateBlocked } from '../../keys/create-blocked.tsx';
import { useIssue } from '../../keys/issue-calls.ts';
import { IssuedScreen, useMadeBefore } from '../../keys/issuing.tsx';
import { LostAnswer } from '../../keys/lost-answer.tsx';
import { MadeBefore } from '../../keys/made-before.tsx';
import { NewKeyForm } from '../../keys/new-key-form.tsx';
import { useTexts } from '../../texts/texts.ts';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

/** Creates a key and shows it once. */
export function NewKeyScreen() {
  const texts = useTexts();
  const { info } = useSession();
  const { issued, busy, lost, failure, make } = useIssue();
  const blocked = useCreateBlocked();
  const before = useMadeBefore();
  if (issued !== undefined) return <IssuedScreen issued={issued} title={texts.create.doneTitle} />;
  if (before !== undefined) return <MadeBefore before={before} />;
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/keys">
          {texts.actions.back}
        </Link>
        <ScreenTitle title={texts.create.title} />
      </div>
      {lost !== undefined && <LostAnswer keyId={lost} />}
      <NewKeyForm // A refusal says the same, and a second try may fare better.
        blocked={failure === undefined ? blocked : undefined}
        busy={busy}
        customer={info.customer?.id ?? ''}
        onSubmit={make}
      />
      <CallFailure error={failure} />
    </div>
  );
}
