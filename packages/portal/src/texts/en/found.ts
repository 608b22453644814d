/** English texts of the portal: reporting a leaked key. */

export const found = {
  title: 'Found a key somewhere?',
  intro:
    'In a log, a repository, a chat: paste it here to see which it is, and end it. It is read on this page and sent only when you end a key that is not yours.',
  paste: 'The key, or text that holds it',
  none: 'This holds no key. A key is one long line without spaces; copy it again in full.',
  yours: 'This is one of your keys',
  foreign: 'This is not one of your keys',
  foreignNeedsText: 'To end it, paste its whole text: whoever holds a key may end it.',
  foreignText:
    'It may belong to somebody else. If you revoke it here, whoever uses it is refused permanently. If the key was published, that is what its owner needs.',
  ended: 'This key no longer works. There is nothing left to do.',
  revoke: 'Revoke this key',
  reason: 'found in the open',
  doneTitle: 'The key is revoked',
  done: 'It no longer works. Now remove it from where you found it.',
  notAccepted:
    'This key is not accepted: it has ended already, or belongs to another provider, or its text is not whole.',
  another: 'Look at another one',
  readRest: 'If a program needs it, rotate the key first.',
};
