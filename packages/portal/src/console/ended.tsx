import type { SessionInfo } from '@lostwax/client';
import { useLocation } from 'wouter';
import { SessionEnded } from '../app/session-ended.tsx';
import { providerAddress } from './session-calls.ts';
import { KeyForm, useProvider } from './sign-in-form.tsx';
import { useConsoleTexts } from './texts/texts.ts';

/** Over the screen once the session has ended: by a key here, or by the provider in another tab, so that this one keeps what was typed. */
export function SignInAgain({ onDone }: { readonly onDone: (info: SessionInfo) => void }) {
  const { signIn } = useConsoleTexts();
  const provider = useProvider();
  const [place] = useLocation();
  return (
    <SessionEnded
      about={<p>{signIn.endedIntro}</p>}
      buttons={
        provider !== undefined && (
          <a className="button" href={providerAddress(place)} rel="noopener" target="_blank">
            {signIn.elsewhere(provider)}
          </a>
        )
      }
    >
      <KeyForm onDone={onDone} />
    </SessionEnded>
  );
}
