import { OAUTH_CLIENT } from '@lostwax/contract';
import type { Method } from './method.ts';

/**
 * OAuth clients. Their records say whose an access token is; the text that the pin is of, which anybody can make of a client ID, is no
 * credential. How access tokens are checked is in `access-tokens/`.
 */
export const oauthClient: Method = { name: OAUTH_CLIENT, presentedAs: 'text', read: () => undefined };
