/** English texts of the portal: the key page. */

export const key = {
  title: (name: string) => `Key ${name}`,
  id: 'Key ID',
  ending: 'Last six characters',
  expires: 'Expires',
  rename: 'Rename',
  renameTitle: 'Rename key',
  rotate: 'Rotate',
  disable: 'Disable',
  enable: 'Enable',
  revoke: 'Revoke',
  revokeKey: 'Revoke key',
  successor: 'Replaced by',
  predecessor: 'Replaces',
  disabled: 'This key is disabled. It won’t work until it’s enabled again.',
  disabledByProvider: 'Your provider disabled this key. It won’t work until they enable it again.',
  expiredNote: 'This key has expired and no longer works.',
  /** Of a shared-key token, which some gateways still accept. */
  revokedSharedNote: 'This key was revoked.',
  revokedNote: 'This key was revoked and no longer works.',
};
