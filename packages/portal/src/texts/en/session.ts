/** English texts of the portal: sessions and embedding. */

export const session = {
  cannotOpenTitle: 'This link is no longer valid',
  notAllowedTitle: 'The portal can’t be shown on this page',
  /** `origin`: of the page around the element. */
  notAllowed: (origin: string) =>
    `${origin} isn’t allowed to embed the portal. Ask the site’s operator to add it to the allowed origins in the workspace settings.`,
  endedTitle: 'Your session has ended',
  ended:
    'Open the portal again in another tab, the same way you opened it before. This page then picks up where you left off. Nothing you entered is lost.',
  endedElement: 'We couldn’t renew your session. Nothing you entered is lost.',
  openAgain: (where: string) => `Open ${where} in a new tab`,
  leftTitle: 'You’re signed out',
  left: 'To come back, open the portal again from your provider’s website.',
};
