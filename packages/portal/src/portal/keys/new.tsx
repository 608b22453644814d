import type { IssuedKey } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useForgottenOnLeave } from '../../app/forget.ts';
import { useSession } from '../../app/session.tsx';
import { useIssue } from '../../keys/issue-calls.ts';
import { LostAnswer, lostKeyId } from '../../keys/lost-answer.tsx';
import { NewKeyForm } from '../../keys/new-key-form.tsx';
import { NewKeyShown } from '../../keys/new-key-shown.tsx';
import { useTexts } from '../../texts/texts.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Failure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

/** Makes a key and shows it once. */
export function NewKeyScreen() {
  const texts = useTexts();
  const { info } = useSession();
  const issue = useIssue();
  const [issued, setIssued] = useState<IssuedKey>();
  useForgottenOnLeave(() => setIssued(undefined));
  const lost = lostKeyId(issue.error);
  if (issued !== undefined) {
    return (
      <div className="screen" key="shown">
        <ScreenTitle title={texts.create.doneTitle} />
        <NewKeyShown issued={issued} />
        <div className="buttons">
          <ButtonLink to={`/keys/${issued.key.id}`}>{texts.create.saved}</ButtonLink>
        </div>
      </div>
    );
  }
  return (
    <div className="screen" key="form">
      <div>
        <Link className="way-back" href="/keys">
          {texts.actions.back}
        </Link>
        <ScreenTitle title={texts.create.title} />
      </div>
      {lost !== undefined && <LostAnswer keyId={lost} />}
      <NewKeyForm
        busy={issue.isPending}
        customer={info.customer?.id ?? ''}
        onSubmit={(wish) =>
          issue.mutate(wish, {
            onSuccess: (made) => {
              setIssued(made);
              issue.reset();
            },
          })
        }
      />
      {issue.isError && lost === undefined && <Failure error={issue.error} />}
    </div>
  );
}
