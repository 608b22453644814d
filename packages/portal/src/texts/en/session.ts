/** English texts of the portal: sessions and embedding. */

export const session = {
  cannotOpenTitle: 'This link no longer opens the portal',
  notAllowedTitle: 'This page may not show the portal',
  /** `origin`: of the page around the element. */
  notAllowed: (origin: string) =>
    `The server does not allow pages of ${origin} to embed the portal. Ask the operator of this page to add this origin to the workspace’s settings.`,
  endedTitle: 'Your session has ended',
  ended:
    'Open the portal again, in another tab, from where you came. This page then goes on by itself, and nothing that you typed is lost.',
  endedElement: 'This page could not renew your session. Nothing that you typed is lost.',
  openAgain: (where: string) => `Open ${where} in a new tab`,
  leftTitle: 'You have left the portal',
  left: 'Your session is over. To come back, open the portal from where you came.',
};
