/** English texts of the console: signing in. */

export const signIn = {
  title: 'Sign in to the console',
  intro: 'The console is for the team that runs the API. Customers use the portal.',
  key: 'Administrator key',
  keyHint: 'We use it once to sign you in. Neither this page nor the server stores it.',
  submit: 'Sign in',
  by: (provider: string) => `Sign in with ${provider}`,
  or: 'or',
  wrong:
    'This key isn’t valid. It may be mistyped, incomplete, revoked, or expired. Paste the whole key again.',
  empty: 'Paste a key first.',
  problems: {
    cancelled: 'Sign-in was canceled. Nothing was changed.',
    expired: 'This sign-in took too long or started in another browser. Try again.',
    failed: 'We couldn’t verify the answer from your identity provider, so you aren’t signed in. Try again.',
    unavailable: 'We can’t reach your identity provider. Try again in a moment, or sign in with a key.',
    unknown: 'You don’t have access. Ask an owner to add you under People.',
    unverified:
      'Your identity provider hasn’t verified your email address. Verify it there, then sign in again.',
    other_account:
      'Another account already signed in with this address. Ask an owner to remove you under People and add you again.',
  },
  out: 'Sign out',
  endedIntro: 'Sign in again to continue where you left off. Nothing you entered is lost.',
  elsewhere: (provider: string) => `Sign in with ${provider} in a new tab`,
};
