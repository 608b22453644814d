import { createHash } from 'node:crypto';
import { containsKey } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { workspaceRow } from './rows.ts';
import type { ImageKind, SettingsPatch, WorkspaceImage } from './types.ts';

const MOST_BYTES = 32 * 1024;
const kinds: readonly ImageKind[] = ['logo', 'favicon'];

/** Formats that can't contain a script. The type that a file declares is ignored. */
const formats: readonly {
  readonly type: string;
  readonly isWhole: (bytes: Buffer) => boolean;
}[] = [
  { type: 'image/png', isWhole: isPng },
  { type: 'image/webp', isWhole: isWebp },
  { type: 'image/jpeg', isWhole: isJpeg },
];

/** Signature, then the header chunk, and the end chunk last (PNG §5). */
function isPng(bytes: Buffer): boolean {
  return (
    bytes.length >= 57 &&
    bytes.toString('hex', 0, 16) === '89504e470d0a1a0a0000000d49484452' &&
    bytes.toString('hex', bytes.length - 12) === '0000000049454e44ae426082'
  );
}

/** RIFF with its own length. */
function isWebp(bytes: Buffer): boolean {
  return (
    bytes.length >= 20 &&
    bytes.toString('latin1', 0, 4) === 'RIFF' &&
    bytes.toString('latin1', 8, 12) === 'WEBP' &&
    bytes.readUInt32LE(4) + 8 === bytes.length
  );
}

/** Start of image, a marker, and the end of image last. */
function isJpeg(bytes: Buffer): boolean {
  return (
    bytes.length >= 20 &&
    bytes.toString('hex', 0, 3) === 'ffd8ff' &&
    bytes.toString('hex', bytes.length - 2) === 'ffd9'
  );
}

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
  const format = formats.find(({ isWhole }) => isWhole(bytes));
  if (format === undefined || bytes.length > MOST_BYTES) {
    throw new AuthorityError(
      'invalid_request',
      `The ${kind} must be a PNG, WebP or JPEG image of at most 32 KiB, as a data: URL in base64.`,
      { pointer: `/${kind}` },
    );
  }
  // Served to anyone, and stored: a key must be in neither.
  if (containsKey(bytes.toString('latin1'))) {
    throw new AuthorityError(
      'invalid_request',
      `The ${kind} contains a key. Remove it from the file, and revoke the key.`,
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

/** Returns the image of a workspace, if it has one, and the hash that is in its URL. */
export async function workspaceImage(
  { store }: Pick<Context, 'store'>,
  slug: string,
  kind: ImageKind,
): Promise<(WorkspaceImage & { readonly hash: string | null }) | undefined> {
  const row = await workspaceRow(store.read, slug);
  const image = await store.read.workspaces.image(row.id, kind);
  return image && { type: image.type, bytes: image.bytes, hash: row[kind] };
}
