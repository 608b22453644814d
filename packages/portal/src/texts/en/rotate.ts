/** English texts of the portal: rotation. */

export const rotate = {
  title: 'Rotate the key',
  intro:
    'You get a new key with the same permissions. The old key keeps working for a while, so that you can switch your programs over.',
  overlap: 'The old key ends',
  overlaps: {
    none: 'At once',
    hour: 'In 1 hour',
    day: 'In 24 hours',
    week: 'In 7 days',
    own: 'After a custom time',
  },
  hours: 'Hours',
  wrongHours: (most: string) => `Enter a whole number of hours from 1 to ${most}.`,
  noneWarning: 'Programs that have the old key are refused until they have the new one.',
  submit: 'Rotate',
  both: 'Two keys until your programs have switched',
  bothIntro: (when: string) => `Both keys work until ${when}. Switch your programs to the new key by then.`,
  unfinished: 'Rotation without a working new key',
  old: 'Old key',
  new: 'New key',
  ends: (when: string) => `Ends ${when}`,
  end: 'End the old key now',
  endTitle: 'End the old key now?',
  endText:
    'Programs that still use the old key will no longer be able to call the API. This cannot be undone.',
  onlyOld: (state: string) =>
    `Do not end the old key: the new key is no longer accepted (${state.toLowerCase()}), so no working key would be left.`,
  wayOut: {
    undo: 'Undo the rotation to keep the old key, then rotate again.',
    ask: 'You do not have permission to undo the rotation. Ask whoever manages your account for a new key before the old one ends.',
  },
  onlyOldByProvider:
    'Do not end the old key: your provider disabled the new one, so no working key would be left. Contact your provider.',
  /** `until`: a time of day, as far as uses are known. */
  safe: (until: string) =>
    `The old key was not used between the creation of the new one and ${until}. It seems safe to end.`,
  stillUsed: (when: string) =>
    `The old key was used on ${when}, after the new one was created. A program still needs it.`,
  advice: {
    unsure: 'The state of both keys is being checked. Wait a moment before you end the old key.',
    neither: 'Neither key is accepted at the moment.',
    reaching: 'The new key is not accepted everywhere yet. Wait before you end the old key.',
    unknownUse: 'Not every use is reported here. Check your programs before you end the old key.',
    tooEarly: 'Uses since the new key was created are not known yet. They are reported with a short delay.',
    notYetUsed:
      'The old key has not been used since the new one was created, but that is less than a day ago. A program that runs rarely may still need it.',
  },
  move: 'Change when it ends',
  moveTitle: 'When does the old key end?',
  undo: 'Undo the rotation',
  undoTitle: 'Undo the rotation?',
  undoText:
    'The old key stays as it was before. The new key is revoked permanently, and programs that use it will be refused.',
};
