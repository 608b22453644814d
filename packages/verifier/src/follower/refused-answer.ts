import type { IncomingMessage } from 'node:http';
import { FeedError } from './feed-error.ts';

/** The part of a request that helps explain its answer. */
interface Asked {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** The redirects of RFC 9110 §15.4. Excludes 304, which only answers a conditional request. */
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const MOST_PROBLEM_BYTES = 4_096;

/** The media type of an answer in lower case, without parameters. */
export function mediaType(response: IncomingMessage): string | undefined {
  return response.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}

/** Explains why an answer with a status other than 200 or 206 is no feed, and what to do about it. */
export async function refusalOf(response: IncomingMessage, asked: Asked): Promise<FeedError> {
  const status = response.statusCode ?? 0;
  if (redirects.has(status)) {
    return new FeedError(
      'redirected',
      `The feed answered with a redirect (${status}), which is not followed. Use the address it points to.`,
    );
  }
  if (status === 401 || status === 403) {
    // The public feed requires no key.
    if (asked.headers['authorization'] === undefined) return noFeed(response, asked);
    return new FeedError(
      'feed_key_refused',
      `The feed refused the key (${status}). The full feed needs a key with the scope feed:read.`,
    );
  }
  if (status === 404) {
    if ((await problemCode(response)) !== 'workspace_not_found') return noFeed(response, asked);
    const [, workspace] = asked.url.pathname.split('/');
    return new FeedError(
      'workspace_unknown',
      `The authority at ${asked.url.origin} has no workspace "${workspace}". Correct the issuer: "lostwax workspace list" lists the workspaces.`,
    );
  }
  if (status === 409) {
    return new FeedError(
      'position_behind',
      'The authority is behind the position applied here (409): an older copy of its data was put in place. Stop it and run "lostwax restore" on its machine.',
    );
  }
  if (status === 410) {
    return new FeedError(
      'position_gone',
      'The applied position is from another history, or the changes after it are no longer kept (410).',
    );
  }
  return new FeedError('http_status', `The feed answered ${status}.`);
}

/** The server answers, but has no feed. */
export function noFeed(response: IncomingMessage, { url }: Asked): FeedError {
  return new FeedError(
    'no_feed',
    `No feed is served at ${url.origin}${url.pathname} (status ${response.statusCode}). Check host and port: something other than an authority might ` +
      'be listening there, such as a gate, or the authority publishes on a separate port (--publish-port).',
  );
}

/** The code of a problem document (RFC 9457), or undefined for any other body. */
async function problemCode(response: IncomingMessage): Promise<unknown> {
  if (mediaType(response) !== 'application/problem+json') return undefined;
  let text = '';
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > MOST_PROBLEM_BYTES) return undefined;
    }
    return (JSON.parse(text) as { code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
}
