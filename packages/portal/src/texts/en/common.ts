/** English texts of the portal: what several screens share. */

export const actions = {
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  back: 'All keys',
  backToKey: 'Back to key',
};

export const copy = {
  copy: 'Copy',
  done: 'Copied',
  refused: 'Couldn’t copy. Select the text and copy it manually.',
};

export const states = {
  loading: 'Loading…',
  justNow: 'Just now',
  waitingForConnection: 'No connection. Retrying…',
  lostConnection:
    'No connection to the server. This page may be out of date. It updates as soon as you’re back online.',
  lostTitle: 'No connection',
  failedTitle: 'Something went wrong',
  noKeyTitle: 'Key not found',
  dangerZone: 'Danger zone',
};
