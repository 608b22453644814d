import { TOKEN_BEGIN } from '@lostwax/core';

const form = /^[A-Za-z0-9._-]{1,32}$/;

/** Whether a prefix can be taken off keys of another system without touching signed keys, which begin with `eyJ`. */
export function isUnhashedPrefix(prefix: unknown): prefix is string {
  return typeof prefix === 'string' && form.test(prefix) && !TOKEN_BEGIN.startsWith(prefix.slice(0, 3));
}
