import { createClient, type LostwaxClient } from '@lostwax/client';
import { Signal } from './signal.ts';

/** How requests of a session are authenticated. */
export interface Credentials {
  /** Header lines of the next request. Rejects when there is no session any more. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** `omit` for the element: browsers send no cookie across sites, and none is wanted. */
  readonly cookies: 'same-origin' | 'omit';
}

/** One authority as the pages reach it, and what is known of the way there. */
export interface Connection {
  readonly client: LostwaxClient;
  /** The authority's origin. */
  readonly authority: string;
  /** True while the last request did not reach the authority. */
  readonly lost: Signal<boolean>;
  /** True once the authority has said that the session is over. */
  readonly ended: Signal<boolean>;
}

/** The cookie of a session is named by its id, so that two customers' tabs live side by side. */
export function cookieCredentials(session: () => string | undefined): Credentials {
  return {
    cookies: 'same-origin',
    async headers() {
      const id = session();
      return id === undefined ? {} : { 'x-lostwax-session': id };
    },
  };
}

export function connect(authority: string, credentials: Credentials): Connection {
  const lost = new Signal(false);
  const ended = new Signal(false);
  const send = async (request: Request): Promise<Response> => {
    const headers = await credentials.headers();
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    let response: Response;
    try {
      response = await fetch(request, { credentials: credentials.cookies });
    } catch (error) {
      if (!request.signal.aborted) lost.set(true);
      throw error;
    }
    lost.set(false);
    if (response.status === 401) ended.set(true);
    return response;
  };
  return { authority, lost, ended, client: createClient({ url: authority, fetch: send }) };
}
