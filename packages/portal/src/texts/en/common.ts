/** English texts of the portal: what several screens share. */

export const actions = {
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  back: 'All keys',
  backToKey: 'Back to the key',
};

export const copy = { copy: 'Copy', done: 'Copied', refused: 'Select it and copy by hand' };

export const states = {
  loading: 'Loading…',
  waitingForConnection: 'No connection. Trying again…',
  lostConnection:
    'No connection. What you see may be out of date. It will be updated as soon as you are back online.',
  lostTitle: 'No connection',
  failedTitle: 'Something went wrong',
  noKeyTitle: 'Key not found',
};
