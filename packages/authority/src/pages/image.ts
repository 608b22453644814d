import type { ServerResponse } from 'node:http';
import type { Domain } from '../domain/use-cases.ts';
import type { ImageKind } from '../domain/workspaces/types.ts';
import { AuthorityError } from '../errors.ts';
import { sendError } from '../publish/answer.ts';

/**
 * Sends a workspace's logo or favicon. The authority has determined its type from the bytes, and
 * nothing in it can run. The URL contains a hash, so browsers can cache it.
 */
export async function sendImage(
  response: ServerResponse,
  domain: Pick<Domain, 'workspaceImage'>,
  slug: string,
  kind: ImageKind,
  version: string | null,
): Promise<void> {
  const image = await domain.workspaceImage(slug, kind).catch(() => undefined);
  if (image === undefined) {
    sendError(
      response,
      new AuthorityError('not_found', `This workspace has no ${kind}. Upload one in its settings.`),
    );
    return;
  }
  response.writeHead(200, {
    'content-type': image.type,
    'content-length': image.bytes.length,
    // Under another hash, it would be cached for a year in place of a future image.
    'cache-control': version === image.hash ? 'public, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(image.bytes);
}
