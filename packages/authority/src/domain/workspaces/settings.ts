import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import type { Context } from '../context.ts';
import { methodsOf } from '../methods/offered.ts';
import { imageUrl } from './images.ts';
import type { SettingsPatch, WorkspaceSettings } from './types.ts';

/** Returns the settings in a workspace's row. */
export function settingsOf(row: WorkspaceRow, origin: string): WorkspaceSettings {
  return {
    color: row.colour,
    scopeTexts: JSON.parse(row.scope_texts),
    maxKeysPerCustomer: row.max_keys_per_customer,
    longestLifeSeconds: row.longest_life_seconds,
    methods: methodsOf(row),
    allowedOrigins: JSON.parse(row.allowed_origins),
    allReadersRegistered: row.all_readers_registered_at !== null,
    ...linksOf(row, origin),
    setupDismissed: row.setup_dismissed === 1,
  };
}

/** Links and images for the customer's pages. */
export function linksOf(row: WorkspaceRow, origin: string) {
  return {
    apiUrl: row.api_url,
    docsUrl: row.docs_url,
    supportUrl: row.support_url,
    logo: imageUrl(row, 'logo', origin),
    favicon: imageUrl(row, 'favicon', origin),
  };
}

const ofProducts = [
  'maxKeysPerCustomer',
  'longestLifeSeconds',
  'methods',
  'allowedOrigins',
  'allReadersRegistered',
  'apiUrl',
  'docsUrl',
  'supportUrl',
  'logo',
  'favicon',
  'setupDismissed',
] as const;

/**
 * Returns the columns that a change of settings updates.
 *
 * @param before - The workspace as of the transaction that changes it.
 * @param now - Milliseconds since the Unix epoch.
 * @throws {@link AuthorityError} `invalid_request` for a limit in the workspace of administrators: its last
 * key must never expire, and a reset must always be able to create one.
 */
export function settingsChange(before: WorkspaceRow, settings: SettingsPatch, now: number) {
  const { color, scopeTexts, maxKeysPerCustomer, longestLifeSeconds, allowedOrigins, allReadersRegistered } =
    settings;
  const { methods, apiUrl, docsUrl, supportUrl, setupDismissed } = settings;
  const refused =
    before.slug === ADMIN_SLUG ? ofProducts.find((name) => settings[name] !== undefined) : undefined;
  if (refused !== undefined) {
    throw new AuthorityError(
      'invalid_request',
      `The workspace "${ADMIN_SLUG}" is for administrator keys, so ${refused} cannot be set there. Set it in a product workspace.`,
      { pointer: `/${refused}` },
    );
  }
  return {
    ...(color === undefined ? {} : { colour: color }),
    ...(scopeTexts === undefined ? {} : { scope_texts: JSON.stringify(scopeTexts) }),
    ...(maxKeysPerCustomer === undefined ? {} : { max_keys_per_customer: maxKeysPerCustomer }),
    ...(longestLifeSeconds === undefined ? {} : { longest_life_seconds: longestLifeSeconds }),
    ...(methods === undefined ? {} : { methods: JSON.stringify(methods) }),
    ...(allowedOrigins === undefined ? {} : { allowed_origins: JSON.stringify(allowedOrigins) }),
    ...(allReadersRegistered === undefined
      ? {}
      : {
          all_readers_registered_at: allReadersRegistered
            ? // Repeating the statement keeps the first time.
              (before.all_readers_registered_at ?? now)
            : null,
        }),
    ...(apiUrl === undefined ? {} : { api_url: apiUrl }),
    ...(docsUrl === undefined ? {} : { docs_url: docsUrl }),
    ...(supportUrl === undefined ? {} : { support_url: supportUrl }),
    ...(setupDismissed === undefined ? {} : { setup_dismissed: setupDismissed ? 1 : 0 }),
  };
}

/** Reports whether pages of this origin may embed the portal of a workspace; with null, of any workspace. */
export async function allowsOrigin(
  { store }: Pick<Context, 'store'>,
  slug: string | null,
  origin: string,
): Promise<boolean> {
  const lists = await store.read.workspaces.allowedOrigins(slug);
  return lists.some((text) => (JSON.parse(text) as readonly string[]).includes(origin));
}
