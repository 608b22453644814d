import type { IncomingMessage, ServerResponse } from 'node:http';
import { SLUG_PATTERN } from '@lostwax/core';
import type { Domain } from '../domain/use-cases.ts';
import type { ImageKind } from '../domain/workspaces/types.ts';
import { AuthorityError } from '../errors.ts';
import { sendError } from '../publish/answer.ts';
import { accepts, etagOf, matchingEtag } from '../publish/conditions.ts';
import type { PublishHandler } from '../publish/handler.ts';
import type { PageFile, PageFiles } from './files.ts';
import { assetHeaders, pageHeaders } from './headers.ts';
import { sendImage } from './image.ts';

/**
 * `/portal/<slug>/…`, `/console/…`, `/assets/<name>`; the page itself interprets the rest of its
 * path.
 */
const imagePath = new RegExp(`^/portal/(${SLUG_PATTERN})/(logo|favicon)$`);
const portalPath = new RegExp(`^/portal/(${SLUG_PATTERN})(?:/[\\w~-]*)*$`);
/** Without a workspace, the page explains where to open the portal. */
const portalDoor = /^\/portal\/?$/;
// Sign-in with OpenID Connect has its own URLs there. An encoded customer ID is part of the path of
// its page.
const consolePath = /^\/console(?!\/openid\/)(?:\/[\w~!*'().%-]*)*$/;
const assetPath = /^\/assets\/([\w.-]+)$/;

/**
 * Serves the pages of the portal and console. A page is the same for everyone, whether or not the
 * workspace exists: its content comes from the API. Loading it uses nothing up, so programs that
 * open links in emails do no harm.
 */
export function createPagesHandler(
  files: PageFiles,
  domain: Pick<Domain, 'workspace' | 'workspaceImage'>,
): PublishHandler {
  return (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (path === '/' && isRead(request) && wantsPage(request.headers.accept)) {
      response.writeHead(303, { location: '/console/', vary: 'Accept', 'cache-control': 'no-store' }).end();
      return true;
    }
    const [, imageOf, kind] = imagePath.exec(path) ?? [];
    if (imageOf !== undefined && isRead(request)) {
      void sendImage(response, domain, imageOf, kind as ImageKind, new URLSearchParams(query).get('v'));
      return true;
    }
    const slug = portalPath.exec(path)?.[1];
    const asset = assetPath.exec(path)?.[1];
    const file =
      asset !== undefined
        ? files.assets.get(asset)
        : slug !== undefined || portalDoor.test(path)
          ? files.portal
          : consolePath.test(path)
            ? files.console
            : undefined;
    if (file === undefined) return false;
    if (!isRead(request)) {
      response.setHeader('allow', 'GET, HEAD');
      sendError(response, new AuthorityError('method_not_allowed', 'This path accepts only GET.'));
      return true;
    }
    if (asset !== undefined) {
      send(request, response, file, assetHeaders(asset));
      return true;
    }
    void ancestorsOf(domain, slug).then((ancestors) => send(request, response, file, pageHeaders(ancestors)));
    return true;
  };
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

/** Browsers accept HTML when a person opens a URL; programs that read JSON don't. */
const wantsPage = (accept = ''): boolean => /\btext\/html\b/.test(accept);

/** None, if that can't be known. */
async function ancestorsOf(
  domain: Pick<Domain, 'workspace'>,
  slug: string | undefined,
): Promise<readonly string[]> {
  if (slug === undefined) return [];
  try {
    return (await domain.workspace(slug)).settings.allowedOrigins;
  } catch {
    return [];
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  file: PageFile,
  headers: Readonly<Record<string, string>>,
): void {
  const coding = codingFor(request.headers['accept-encoding'], file);
  const tag = coding === undefined ? file.tag : `${file.tag}-${coding}`;
  const kept = headers['cache-control'] !== 'no-store';
  const common = { ...headers, vary: 'Accept-Encoding', ...(kept && { etag: etagOf(tag, false) }) };
  const condition = request.headers['if-none-match'];
  if (kept && condition !== undefined && matchingEtag(condition, tag) !== undefined) {
    response.writeHead(304, common).end();
    return;
  }
  const body = (coding && file[coding]) ?? file.plain;
  response.writeHead(200, {
    ...common,
    'content-type': file.type,
    'content-length': body.length,
    ...(coding && { 'content-encoding': coding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Returns the smallest form that the client accepts. */
function codingFor(acceptEncoding: string | undefined, file: PageFile): 'br' | 'gzip' | undefined {
  return (['br', 'gzip'] as const).find(
    (coding) => file[coding] !== undefined && accepts(acceptEncoding, coding),
  );
}
