import { isLostConnection, OriginNotAllowed } from '../api/errors.ts';

/**
 * Why nothing was read. A browser says of a page that the authority does not allow the same as of a lost connection; the element's own script,
 * which every page may load, tells them apart.
 */
export async function reasonOf(error: unknown, authority: string): Promise<unknown> {
  if (!isLostConnection(error)) return error;
  try {
    await fetch(`${authority}/assets/lostwax-keys.js`, { method: 'HEAD', cache: 'no-store' });
    return new OriginNotAllowed(location.origin);
  } catch {
    return error;
  }
}
