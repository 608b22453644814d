import { createClient, type LostwaxClient } from '@lostwax/client';
import { Signal } from './signal.ts';

/** How requests of a session are authenticated. */
export interface Credentials {
  /** Headers of the next request. Rejects if there is no session anymore. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** `omit` for the element: browsers don't send cookies across sites, and none is needed. */
  readonly cookies: 'same-origin' | 'omit';
}

/** The connection to one authority, and its state. */
export interface Connection {
  readonly client: LostwaxClient;
  /** The authority's origin. */
  readonly authority: string;
  /** True while the last request did not reach the authority. */
  readonly lost: Signal<boolean>;
  /** True once the authority has said that the session is over. */
  readonly ended: Signal<boolean>;
}

/** A session's cookie is named by its ID, so that tabs of two customers work at the same time. */
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
