/** English texts of the portal: rotation. */

export const rotate = {
  title: 'Rotate key',
  intro:
    'You get a new key with the same permissions. The old key keeps working for a while so you have time to switch.',
  overlap: 'Old key expires',
  overlaps: {
    none: 'Immediately',
    hour: 'In 1 hour',
    day: 'In 24 hours',
    week: 'In 7 days',
    own: 'After a custom time',
  },
  hours: 'Hours',
  wrongHours: (most: string) => `Enter a whole number of hours from 1 to ${most}.`,
  noneWarning: 'Anything that uses the old key loses access until it has the new one.',
  submit: 'Rotate key',
  both: 'Rotation in progress',
  bothIntro: (when: string) => `Both keys work until ${when}. Switch to the new key before then.`,
  unfinished: 'The new key doesn’t work',
  old: 'Old key',
  new: 'New key',
  ends: (when: string) => `Expires ${when}`,
  end: 'Expire old key now',
  endTitle: 'Expire the old key now?',
  endText: 'Anything that still uses the old key will lose access to the API. You can’t undo this.',
  onlyOld: (state: string) =>
    `Keep the old key for now. The new key is ${state.toLowerCase()}, so the old one is the only key that works.`,
  wayOut: {
    undo: 'To get a working replacement, undo the rotation, then rotate again.',
    ask: 'You don’t have permission to undo the rotation. Ask your administrator for a new key before the old one expires.',
  },
  onlyOldByProvider:
    'Keep the old key for now. Your provider disabled the new key, so the old one is the only key that works. Contact your provider.',
  /** `until`: a time of day, as far as uses are known. */
  safe: (until: string) =>
    `The old key wasn’t used between the creation of the new key and ${until}. It looks safe to expire.`,
  stillUsed: (when: string) =>
    `The old key was used on ${when}, after the new key was created. Something still depends on it.`,
  advice: {
    unsure: 'Checking both keys. Wait a moment before you expire the old one.',
    neither: 'Neither key works right now.',
    reaching: 'The new key isn’t accepted everywhere yet. Wait before you expire the old one.',
    unknownUse: 'Not all usage is reported here. Check your own systems before you expire the old key.',
    tooEarly: 'Usage since the rotation isn’t available yet. It’s reported with a short delay.',
    notYetUsed:
      'The old key hasn’t been used since the new key was created, but that was less than a day ago. A job that runs rarely may still need it.',
  },
  move: 'Change expiration',
  moveTitle: 'When should the old key expire?',
  undo: 'Undo rotation',
  undoTitle: 'Undo this rotation?',
  undoText:
    'The old key goes back to how it was. The new key is revoked permanently, and anything that uses it will lose access.',
};
