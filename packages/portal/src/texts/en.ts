import { actions, copy, states } from './en/common.ts';
import { errors } from './en/errors.ts';
import { found } from './en/found.ts';
import { history } from './en/history.ts';
import { key } from './en/key.ts';
import { done, keyList } from './en/key-list.ts';
import { keys, warnings } from './en/keys.ts';
import { live } from './en/live.ts';
import { methods } from './en/methods.ts';
import { create } from './en/new-key.ts';
import { newKey } from './en/new-key-shown.ts';
import { oauth } from './en/oauth.ts';
import { pair } from './en/pair.ts';
import { revoke } from './en/revoke.ts';
import { rotate } from './en/rotate.ts';
import { session } from './en/session.ts';
import { shell } from './en/shell.ts';
import { usage } from './en/usage.ts';

/** English texts of the portal and of the screens it shares with the console. Every language has exactly these members. */
export const en = {
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
