import type { ConsoleTexts } from './texts/texts.ts';

export type SignInProblem = keyof ConsoleTexts['signIn']['problems'];

/** The parts of the console's address: `/console/<session id>/<place>`, `#<code>` or `#error=<word>`. */
export interface ConsoleAddress {
  readonly session: string | undefined;
  /** Below the session, beginning with a slash. */
  readonly place: string;
  readonly code: string | undefined;
  readonly problem: string | undefined;
}

export function readAddress({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): ConsoleAddress {
  const [, session, place = ''] = /^\/console(?:\/(ses_[\w-]+))?(\/.*)?$/.exec(pathname) ?? [];
  const text = hash.slice(1);
  const problem = text.startsWith('error=') ? text.slice('error='.length) : undefined;
  return {
    session,
    place: place || '/',
    code: problem === undefined && text !== '' ? text : undefined,
    problem,
  };
}
