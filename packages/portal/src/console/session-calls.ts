import { createClient, type SessionInfo, type SignInOffer, unwrap } from '@lostwax/client';

/** Signs in by an administrator's key: the answer sets the session's cookie, and the key is sent this once. */
export function signInByKey(key: string): Promise<SessionInfo> {
  return unwrap(createClient({ url: location.origin, key }).POST('/v1/console/sign-in'));
}

/** Exchanges the single-use code of a link for a session. */
export function signInByCode(code: string): Promise<SessionInfo> {
  return unwrap(createClient({ url: location.origin }).POST('/v1/session/exchange', { body: { code } }));
}

export function readOffer(): Promise<SignInOffer> {
  return unwrap(createClient({ url: location.origin }).GET('/v1/console/sign-in'));
}

/** Where a sign-in by the provider begins; it comes back to this place of the console. */
export function providerAddress(place: string): string {
  return `/console/openid/start?returnTo=${encodeURIComponent(`/console${place}`)}`;
}
