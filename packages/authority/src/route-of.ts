import type { IncomingMessage } from 'node:http';
import { feedPath, oauthPaths, parseFeedPath } from '@lostwax/contract';
import { oauthTarget } from './oauth/paths.ts';
import { CALLBACK_PATH, START_PATH } from './openid/handler.ts';
import { parseTarget, type Target } from './publish/path.ts';
import { apiRouteOf } from './web/trace.ts';

const documents: Readonly<Record<Target['kind'], string>> = {
  set: '/{workspace}/.well-known/jwks.json',
  shard: '/{workspace}/.well-known/jwks/{shard}.json',
  key: '/{workspace}/.well-known/jwks/key/{keyId}.json',
  metadata: '/{workspace}/.well-known/openid-configuration',
};

/** Pages and their parts, by the beginning of their paths. */
const pages: readonly (readonly [start: string, route: string])[] = [
  ['/portal', '/portal/{workspace}'],
  ['/console', '/console'],
  ['/assets/', '/assets/{file}'],
];

/**
 * Returns the template of a request's path, for traces: paths themselves contain customers, key IDs and mistakes.
 *
 * @param target - The request's target when it came in.
 */
export function routeOf(request: IncomingMessage, target: string): string | undefined {
  const own = apiRouteOf(request);
  if (own !== undefined) return own;
  const document = parseTarget(target);
  if (document !== undefined) return documents[document.kind];
  const [path = ''] = target.split('?', 1);
  const feed = parseFeedPath(path);
  if (feed !== undefined) return `/{workspace}${feedPath(feed)}`;
  const oauth = oauthTarget(target);
  if (oauth !== undefined) return `/{workspace}${oauthPaths[oauth.name]}`;
  if (path === START_PATH || path === CALLBACK_PATH) return path;
  return pages.find(([start]) => path.startsWith(start))?.[1];
}
