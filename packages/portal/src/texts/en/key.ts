/** English texts of the portal: the key page. */

export const key = {
  title: (name: string) => `Key ${name}`,
  id: 'Key id',
  ending: 'Last six characters',
  expires: 'Expires',
  rename: 'Rename',
  renameTitle: 'Rename the key',
  rotate: 'Rotate',
  disable: 'Disable',
  enable: 'Enable',
  revoke: 'Revoke',
  successor: 'Replaced by',
  predecessor: 'Replaces',
  disabled: 'This key is disabled. It is refused until it is enabled again.',
  disabledByProvider: 'Your provider disabled this key. It is refused until your provider enables it again.',
  expiredNote: 'This key has expired. It cannot be used again.',
  revokedNote: 'This key is revoked. It cannot be used again.',
};
