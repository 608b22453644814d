/** Identity headers in spellings that many APIs take for the same. A gateway must keep a client's out of all of them. */
const spellings = [
  'x-lostwax-key-id',
  'x-lostwax-subject',
  'x-lostwax-workspace',
  'x-lostwax-scope',
  'x-lostwax-claims',
  'x_lostwax_subject',
  'x-lostwax_subject',
  'x.lostwax.scope',
];

/** Reports whether each of them is among what a gateway removes. */
export function everySpelling(isRemoved: (name: string) => boolean): boolean {
  return spellings.every(isRemoved);
}

/** A pattern of RE2 or PCRE, in any case. @returns Undefined if JavaScript can't read it. */
export function patternOf(text: string, whole: boolean): RegExp | undefined {
  const source = text.replaceAll('(?i)', '');
  try {
    return new RegExp(whole ? `^(?:${source})$` : source, 'i');
  } catch {
    return undefined;
  }
}
