/** English texts of the console: signing in. */

export const signIn = {
  title: 'Sign in to the console',
  intro: 'The console is for who runs the API. Customers have a portal of their own.',
  key: "Administrator's key",
  keyHint: 'It is sent once and not kept: not by this page, and not by the server.',
  submit: 'Sign in',
  by: (provider: string) => `Sign in with ${provider}`,
  or: 'or',
  wrong: 'This key is not accepted: it is mistyped, cut short, or has ended. Paste the whole key.',
  empty: 'Paste a key first.',
  problems: {
    cancelled: 'The sign-in was cancelled. Nothing was changed.',
    expired: 'This sign-in took too long, or began in another browser. Begin again.',
    failed: 'The answer of the sign-in provider could not be believed, so nobody was signed in. Begin again.',
    unavailable: 'The sign-in provider cannot be reached. Try again in a moment, or use a key.',
    unknown: 'You have no role here. Ask an owner to add you under People.',
    unverified: 'Your provider has not verified your address. Have it verified, then sign in again.',
    other_account:
      'Another account has signed in with this address before. Ask an owner to remove you under People and add you again.',
  },
  out: 'Sign out',
  endedIntro: 'Sign in again: this page then goes on, and nothing that you typed is lost.',
  elsewhere: (provider: string) => `Sign in with ${provider} in a new tab`,
};
