/** English texts of the portal: revoking, disabling and enabling. */

export const revoke = {
  title: 'Revoke this key?',
  stops: 'Programs that use this key will no longer be able to call the API. This cannot be undone.',
  lastUsed: (when: string) => `It was last used on ${when}.`,
  lastReported: (when: string) => `Its last reported use was on ${when}. It may have been used since.`,
  neverUsed: 'It has never been used.',
  noneReported: 'No use of it has been reported, but it may be in use.',
  oldEndsToo: (when: string) => `The key that it replaces still ends on ${when}; after that, neither works.`,
  undoInstead: 'To keep the old key, undo the rotation instead.',
  rotateInstead: 'If a program still needs it, rotate it instead: both keys then work for a while.',
  reason: 'Reason (optional)',
  confirm: 'Revoke permanently',
  disableTitle: 'Disable this key?',
  disableStops: 'Programs that use this key will be refused until it is enabled again.',
  enableTitle: 'Enable this key?',
  enableText: 'The key will be accepted again, whoever has a copy of it.',
};
