import type { Said } from './formats.ts';
import { isNothing, textOf, yesOrNo } from './values.ts';

const ENDED = ['revoked', 'expired', 'deleted', 'deactivated', 'archived'];
const words: Readonly<Record<string, KeyState>> = {
  active: 'active',
  enabled: 'active',
  disabled: 'disabled',
  inactive: 'disabled',
  suspended: 'disabled',
  paused: 'disabled',
  ...Object.fromEntries(ENDED.map((word) => [word, 'ended'])),
};

type KeyState = 'active' | 'disabled' | 'ended';

/**
 * Whether a key works in the other system. What can't be read is `unclear`, never `active`: a key that was turned off
 * there must not work here.
 */
export function stateOf({ enabled, disabled, state, ended }: Said): KeyState | 'unclear' {
  const [isEnabled, isDisabled] = [yesOrNo(enabled), yesOrNo(disabled)];
  const saying: readonly unknown[] = Array.isArray(ended) ? ended : [ended];
  // Whatever isn't "no" is probably when it ended.
  if (saying.some((one) => !isNothing(one) && yesOrNo(one) !== false)) return 'ended';
  const word = textOf(state)?.toLowerCase();
  const named = word === undefined ? 'active' : Object.hasOwn(words, word) ? words[word] : 'unclear';
  if (named === 'ended') return named;
  if (isEnabled === 'unclear' || isDisabled === 'unclear' || named === 'unclear') return 'unclear';
  return isEnabled === false || isDisabled === true || named === 'disabled' ? 'disabled' : 'active';
}
