/** English texts of the portal: revoking, disabling and enabling. */

export const revoke = {
  title: 'Revoke this key?',
  stops: 'Anything that uses this key will lose access to the API. You can’t undo this.',
  lastUsed: (when: string) => `Last used on ${when}.`,
  lastReported: (when: string) => `Last reported use: ${when}. The key may have been used since.`,
  neverUsed: 'This key has never been used.',
  noneReported: 'No usage has been reported, but the key may be in use.',
  oldEndsToo: (when: string) =>
    `The key it replaces still expires on ${when}. After that, neither key works.`,
  undoInstead: 'To keep the old key, undo the rotation instead.',
  rotateInstead: 'Still need it? Rotate it instead: both keys then work for a while.',
  reason: 'Reason (optional)',
  confirm: 'Revoke permanently',
  disableTitle: 'Disable this key?',
  disableStops: 'Anything that uses this key will lose access to the API until the key is enabled again.',
  enableTitle: 'Enable this key?',
  enableText: 'The key will work again for everyone who has a copy of it.',
};
