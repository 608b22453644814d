/* Why: `list.push(...rows)` puts every row on the stack, which throws at about 120,000 rows. A customer may have more keys than that. */
import { type Check, findLines } from './check.ts';

const source = /^packages\/[^/]+\/src\/.*\.tsx?$/;
const spread =
  /(?:\.(?:push|unshift|splice|concat|apply|fromCharCode)|Math\.(?:max|min))\((?:[^()[\]{}]*,\s*)?\.\.\./;

export const noSpread: Check = {
  promise: 'No call takes a list as its arguments',
  run: (files) =>
    files
      .filter(({ path }) => source.test(path))
      .flatMap((file) =>
        findLines(
          file,
          spread,
          'spreads a list over arguments: use a loop, or reduce for Math.max and Math.min',
        ),
      ),
};
