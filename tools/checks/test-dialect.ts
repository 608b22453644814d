/* Why: node:test has two names for each of its functions. Tests here use one: describe and it. */
import { type Check, findLines } from './check.ts';

const other = /^import \{[^}]*\b(?:test|suite)\b[^}]*\} from 'node:test';/;

export const testDialect: Check = {
  promise: 'Tests are written with describe and it',
  run: (files) =>
    files
      .filter(({ path }) => path.endsWith('.ts'))
      .flatMap((file) => findLines(file, other, 'imports test or suite: use it and describe')),
};
