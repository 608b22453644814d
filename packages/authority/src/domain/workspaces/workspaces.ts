import { AUDIT_BEGINNING, issuerText, SetDigest } from '@lostwax/contract';
import { type AlgorithmName, isKeyIdPrefix, renderJwk } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { change } from '../audit/change.ts';
import { Ledger } from '../audit/ledger.ts';
import { sentinelBinding } from '../audit/trust/binding.ts';
import type { Context } from '../context.ts';
import { methodsOf } from '../methods/offered.ts';
import { assertSecretKey, ensureSigningKey } from '../signing-keys/make.ts';
import { imageChanges, writeImages } from './images.ts';
import { newLineage, positionOf } from './position.ts';
import { workspaceRow } from './rows.ts';
import { settingsChange, settingsOf } from './settings.ts';
import type { NewWorkspace, Workspace, WorkspacePatch } from './types.ts';

/** Slugs used in paths of the authority itself. */
const reserved = new Set([
  'v1',
  'feed',
  'portal',
  'console',
  'oauth',
  'assets',
  'healthz',
  'readyz',
  'metrics',
]);

export function workspaceView(row: WorkspaceRow, origin: string): Workspace {
  return {
    slug: row.slug,
    name: row.name,
    prefix: row.prefix,
    issuer: row.issuer,
    audience: row.audience,
    algorithm: row.algorithm as AlgorithmName,
    scopes: row.scopes === null ? null : JSON.parse(row.scopes),
    settings: settingsOf(row, origin),
    createdAt: row.created_at,
    position: positionOf(row),
  };
}

export async function createWorkspace(
  context: Context,
  actor: Actor,
  input: NewWorkspace,
): Promise<Workspace> {
  const { store, origin, minter, now } = context;
  const { slug } = input;
  if (reserved.has(slug)) {
    throw new AuthorityError(
      'slug_reserved',
      `"${slug}" is reserved for the authority's own paths. Choose another slug, such as "${slug}_live".`,
      { pointer: '/slug' },
    );
  }
  const prefix = input.prefix ?? slug;
  if (!isKeyIdPrefix(prefix)) {
    throw new AuthorityError(
      'prefix_ambiguous',
      `"${prefix}" is not a valid key ID prefix: use 2 to 16 characters of a-z, 0-9 and _, starting with a letter, without a part like "_fe", which looks like a shard. Set another "prefix".`,
      { pointer: '/prefix' },
    );
  }
  const algorithm = input.algorithm ?? 'ES256';
  const sentinel = await minter.sentinel(prefix, algorithm);
  return store.write(async (tx) => {
    const taken = await tx.db.workspaces.taken(slug, prefix);
    if (taken !== undefined) {
      const [what, text] = taken.slug === slug ? ['slug', slug] : ['prefix', prefix];
      throw new AuthorityError(
        'workspace_exists',
        `The ${what} "${text}" belongs to the workspace "${taken.slug}". Choose another.`,
        { pointer: `/${what}` },
      );
    }
    const at = now();
    const row = await tx.db.workspaces.insert({
      slug,
      prefix,
      name: input.name ?? null,
      issuer: issuerText({ origin, workspace: slug }),
      audience: input.audience ?? slug,
      algorithm,
      scopes: input.scopes ? JSON.stringify(input.scopes) : null,
      lineage: newLineage(),
      epoch: at,
      seq: 0,
      digest: new SetDigest().bytes,
      sentinel: renderJwk(sentinel),
      created_at: at,
      audit_seq: 0,
      audit_hash: AUDIT_BEGINNING,
    });
    await Ledger.write(tx, row.id, actor, at, async (ledger) => {
      ledger.record({
        action: 'workspace.create',
        details: { slug, prefix, algorithm, scopes: input.scopes ?? null, ...sentinelBinding(row.sentinel) },
      });
    });
    return workspaceView(row, origin);
  });
}

/** A new algorithm applies to keys issued from then on. */
export async function updateWorkspace(
  context: Context,
  actor: Actor,
  slug: string,
  patch: WorkspacePatch,
): Promise<Workspace> {
  const { store, origin } = context;
  if (slug === ADMIN_SLUG && patch.scopes !== undefined) {
    throw new AuthorityError(
      'invalid_request',
      `The scopes of the workspace "${ADMIN_SLUG}" are built in and cannot be changed.`,
      { pointer: '/scopes' },
    );
  }
  const before = await workspaceRow(store.read, slug);
  const { id } = before;
  const offersShared = patch.settings?.methods?.includes('shared-signed') ?? false;
  if (offersShared && !methodsOf(before).includes('shared-signed')) assertSecretKey(context);
  const images = imageChanges(before, patch.settings ?? {}, origin);
  // Images are represented by their hashes, in the row and in the audit log.
  const hashes = Object.fromEntries(images.map(({ kind, image }) => [kind, image?.hash ?? null]));
  const row = await change(context, actor, id, async (ledger) => {
    const { tx } = ledger;
    const columns = {
      ...(patch.name === undefined ? {} : { name: patch.name }),
      ...(patch.algorithm === undefined ? {} : { algorithm: patch.algorithm }),
      ...(patch.scopes === undefined
        ? {}
        : { scopes: patch.scopes === null ? null : JSON.stringify(patch.scopes) }),
      ...settingsChange(ledger.workspace, patch.settings ?? {}, ledger.at),
      ...hashes,
    };
    if (Object.keys(columns).length > 0) {
      await tx.db.workspaces.update(id, columns);
      await writeImages(tx, id, images);
      const { name, settings, ...details } = patch;
      const { logo: _logo, favicon: _favicon, ...others } = settings ?? {};
      ledger.record({
        action: 'workspace.update',
        details: { ...details, ...others, ...hashes },
        texts: { name },
      });
    }
    return workspaceRow(tx.db, slug);
  });
  // Made at once, so that gateways have it before the first key.
  if (offersShared && context.secretKey !== undefined) await ensureSigningKey(context, actor, row);
  context.readers.setAllRegistered(id, row.all_readers_registered_at);
  return workspaceView(row, origin);
}
