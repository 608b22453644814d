import { actions, copy, states } from './de/common.ts';
import { errors } from './de/errors.ts';
import { found } from './de/found.ts';
import { history } from './de/history.ts';
import { key } from './de/key.ts';
import { done, keyList } from './de/key-list.ts';
import { keys, warnings } from './de/keys.ts';
import { live } from './de/live.ts';
import { methods } from './de/methods.ts';
import { create } from './de/new-key.ts';
import { newKey } from './de/new-key-shown.ts';
import { oauth } from './de/oauth.ts';
import { pair } from './de/pair.ts';
import { revoke } from './de/revoke.ts';
import { rotate } from './de/rotate.ts';
import { session } from './de/session.ts';
import { shell } from './de/shell.ts';
import { usage } from './de/usage.ts';

/** German texts of the portal and of the screens it shares with the console. */
export const de = {
  shell,
  actions,
  copy,
  states,
  session,
  errors,
  keys,
  warnings,
  keyList,
  newKey,
  done,
  create,
  methods,
  oauth,
  pair,
  live,
  key,
  revoke,
  rotate,
  usage,
  history,
  found,
};
