import { createHash } from 'node:crypto';
import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { workspaceRow } from './rows.ts';
import type { ImageKind, SettingsPatch, WorkspaceImage } from './types.ts';

const MOST_BYTES = 32 * 1024;
const kinds: readonly ImageKind[] = ['logo', 'favicon'];

/** Formats that can't contain a script. The type that a file declares is ignored. */
const formats: readonly { readonly type: string; readonly begins: RegExp }[] = [
  { type: 'image/png', begins: /^89504e470d0a1a0a/ },
  { type: 'image/webp', begins: /^52494646.{8}57454250/ },
  { type: 'image/jpeg', begins: /^ffd8ff/ },
];

/** Returns the URL of an image on the authority. It contains the hash, so the image can be cached. */
export function imageUrl(
  row: Pick<WorkspaceRow, 'slug' | ImageKind>,
  kind: ImageKind,
  origin: string,
): string | null {
  return row[kind] === null ? null : `${origin}/portal/${row.slug}/${kind}?v=${row[kind]}`;
}

/** An image in a patch: what to store, or null to remove it. */
export interface ImageChange {
  readonly kind: ImageKind;
  readonly image: (WorkspaceImage & { readonly hash: string }) | null;
}

/**
 * Returns the images that a patch changes. The image's current URL leaves it unchanged.
 *
 * @throws {@link AuthorityError} `invalid_request` for anything but a PNG, WebP or JPEG of at most 32 KiB.
 */
export function imageChanges(row: WorkspaceRow, patch: SettingsPatch, origin: string): ImageChange[] {
  return kinds.flatMap((kind) => {
    const given = patch[kind];
    if (given === undefined || (given !== null && given === imageUrl(row, kind, origin))) return [];
    return [{ kind, image: given === null ? null : readImage(kind, given) }];
  });
}

function readImage(kind: ImageKind, url: string): WorkspaceImage & { readonly hash: string } {
  const [, base64] = /^data:image\/(?:png|webp|jpeg);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  const begins = bytes.subarray(0, 12).toString('hex');
  const format = formats.find((it) => it.begins.test(begins));
  if (format === undefined || bytes.length > MOST_BYTES) {
    throw new AuthorityError(
      'invalid_request',
      `The ${kind} must be a PNG, WebP or JPEG image of at most 32 KiB, as a data: URL in base64.`,
      { pointer: `/${kind}` },
    );
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { type: format.type, bytes, hash };
}

/** Stores or removes images in the transaction of a patch. */
export async function writeImages(
  { db }: Tx,
  workspaceId: number,
  changes: readonly ImageChange[],
): Promise<void> {
  for (const { kind, image } of changes) {
    const stored = image === null ? null : { type: image.type, bytes: image.bytes };
    await db.workspaces.putImage(workspaceId, kind, stored);
  }
}

/** Returns the image of a workspace, if it has one. */
export async function workspaceImage(
  { store }: Pick<Context, 'store'>,
  slug: string,
  kind: ImageKind,
): Promise<WorkspaceImage | undefined> {
  const { id } = await workspaceRow(store.read, slug);
  return store.read.workspaces.image(id, kind);
}
