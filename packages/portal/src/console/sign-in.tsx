import type { SessionInfo } from '@lostwax/client';
import { wordsFor } from '../api/errors.ts';
import { AccountMenu } from '../app/account-menu.tsx';
import { Mark } from '../app/mark.tsx';
import { useTexts } from '../texts/texts.ts';
import { Note } from '../ui/states.tsx';
import { ScreenTitle } from '../ui/title.tsx';
import type { SignInProblem } from './address.ts';
import { providerAddress } from './session-calls.ts';
import { KeyForm, useProvider } from './sign-in-form.tsx';
import { useConsoleTexts } from './texts/texts.ts';

export interface SignInProps {
  /** Where to go on. */
  readonly place: string;
  /** What the provider's sign-in ended with. */
  readonly problem: string | undefined;
  /** Why a link or a session was not taken. */
  readonly failure: { readonly error: unknown } | undefined;
  readonly onDone: (info: SessionInfo) => void;
}

/** The console's door. */
export function SignIn({ place, problem, failure, onDone }: SignInProps) {
  const texts = useTexts();
  const { signIn, name } = useConsoleTexts();
  const provider = useProvider();
  return (
    <div className="shell">
      <header className="top">
        <div className="wide brand">
          <span className="brand-name">
            <Mark />
            {name}
          </span>
          <div className="buttons">
            <AccountMenu />
          </div>
        </div>
      </header>
      <main className="centre">
        <div className="sign-in">
          <ScreenTitle title={signIn.title} />
          <p className="soft prose">{signIn.intro}</p>
          {problem !== undefined && (
            <Note kind="bad" urgent>
              <p>{signIn.problems[isProblem(problem, signIn.problems) ? problem : 'failed']}</p>
            </Note>
          )}
          {failure !== undefined && (
            <Note kind="warn" urgent>
              <p>{wordsFor(failure.error, texts)}</p>
            </Note>
          )}
          {provider !== undefined && (
            <>
              <a className="button main" href={providerAddress(place)}>
                {signIn.by(provider)}
              </a>
              <p className="divider">{signIn.or}</p>
            </>
          )}
          <KeyForm onDone={onDone} />
        </div>
      </main>
    </div>
  );
}

function isProblem(text: string, known: Readonly<Record<SignInProblem, string>>): text is SignInProblem {
  return Object.hasOwn(known, text);
}
