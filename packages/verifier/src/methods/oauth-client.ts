import { OAUTH_CLIENT } from '@lostwax/contract';
import type { Method } from './method.ts';

/**
 * OAuth clients. Their records say who an access token belongs to. The text behind the pin is public, so it is never accepted as a
 * credential. `access-tokens/` checks access tokens.
 */
export const oauthClient: Method = { name: OAUTH_CLIENT, presentedAs: 'text', read: () => undefined };
