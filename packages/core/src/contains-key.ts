import { opaqueKeysIn } from './opaque-key.ts';
import { TOKEN_BEGIN } from './token.ts';

/** Reports whether a text contains anything that looks like a key. */
export function containsKey(text: string): boolean {
  return text.includes(TOKEN_BEGIN) || opaqueKeysIn(text).length > 0;
}
