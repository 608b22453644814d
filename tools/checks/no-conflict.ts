/* Why: a merge marker that slips into a commit is invisible to compilers in prose, and breaks what readers see. */
import { type Check, findLines } from './check.ts';

const marker = /^(?:<{7}|>{7})(?: |$)/;

export const noConflict: Check = {
  promise: 'No file contains the markers of an unfinished merge',
  run: (files) => files.flatMap((file) => findLines(file, marker, 'has a merge marker: finish the merge')),
};
