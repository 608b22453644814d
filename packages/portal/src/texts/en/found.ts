/** English texts of the portal: reporting a leaked key. */

export const found = {
  title: 'Report a leaked key',
  intro:
    'Found a key in a log, a repository, or a chat? Paste it here to see which key it is and revoke it. Your browser reads it locally and sends it only if you revoke a key that isn’t yours.',
  paste: 'Key, or text that contains it',
  none: 'This text doesn’t contain a key. A key is one long line without spaces. Copy the whole key and try again.',
  yours: 'This is one of your keys',
  foreign: 'This isn’t one of your keys',
  foreignNeedsText: 'To revoke it, paste the whole key. Anyone who holds a key can revoke it.',
  foreignText:
    'It may belong to someone else. Revoking it permanently cuts off everyone who uses it. If the key is public, that’s what its owner would want.',
  ended: 'This key no longer works. There’s nothing left to do.',
  reason: 'Reported as leaked',
  doneTitle: 'Key revoked',
  done: 'It’s revoked. Now remove it from where you found it.',
  notAccepted:
    'This key isn’t valid. It may be incomplete, revoked, or expired, or it belongs to another provider.',
  another: 'Check another key',
  readRest: 'If you still need it, rotate it first.',
};
