import { type Key, type KeyPage, type LostwaxClient, unwrap } from '@lostwax/client';

/** What a list is narrowed to. */
export interface KeyFilter {
  readonly customer?: string;
  readonly state?: Key['state'];
  readonly q?: string;
}

const MOST_A_PAGE = 500;

/** Key records of a workspace, newest first, page after page up to `limit`. */
export async function listKeys(
  client: LostwaxClient,
  workspace: string,
  limit: number,
  filter: KeyFilter,
): Promise<KeyPage> {
  const items: Key[] = [];
  let cursor: string | null | undefined;
  do {
    const query = {
      ...filter,
      ...(typeof cursor === 'string' && { cursor }),
      limit: Math.min(limit - items.length, MOST_A_PAGE),
    };
    const page = await unwrap(
      client.GET('/v1/workspaces/{workspace}/keys', { params: { path: { workspace }, query } }),
    );
    for (const item of page.items) items.push(item);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < limit);
  return { items, nextCursor: cursor };
}
