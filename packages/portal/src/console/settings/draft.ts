import type { Workspace, WorkspacePatch } from '@lostwax/client';
import { linesOf, numberOrNone } from '../lines.ts';
import { mistakesInRows, type PermissionRow, rowsOf, scopesOf } from './permission-rows.ts';

/** The settings as currently entered in the form. */
export interface Draft {
  readonly name: string;
  readonly color: string;
  /** A `data:` URL, the URL of the existing image, or nothing. */
  readonly logo: string | null;
  readonly favicon: string | null;
  readonly apiUrl: string;
  readonly docsUrl: string;
  readonly supportUrl: string;
  readonly rows: readonly PermissionRow[];
  readonly anyScope: boolean;
  readonly maxKeys: string;
  readonly longestDays: string;
  readonly origins: string;
  readonly allReaders: boolean;
  readonly methods: Workspace['methods'];
}

const DAY_SECONDS = 86_400;

export function draftOf(it: Workspace): Draft {
  return {
    name: it.name ?? '',
    color: it.color ?? '',
    logo: it.logo,
    favicon: it.favicon,
    apiUrl: it.apiUrl ?? '',
    docsUrl: it.docsUrl ?? '',
    supportUrl: it.supportUrl ?? '',
    rows: rowsOf(it),
    anyScope: it.scopes === null,
    maxKeys: it.maxKeysPerCustomer?.toString() ?? '',
    longestDays: it.longestLifeSeconds === null ? '' : String(it.longestLifeSeconds / DAY_SECONDS),
    origins: it.allowedOrigins.join('\n'),
    allReaders: it.allReadersRegistered,
    methods: it.methods,
  };
}

/** Whether two drafts have the same content; the identity of rows doesn't matter. */
export function isSame(one: Draft, other: Draft): boolean {
  const plain = ({ rows, ...rest }: Draft): string =>
    JSON.stringify([rest, rows.map(({ scope, description }) => [scope, description])]);
  return plain(one) === plain(other);
}

export type FieldMistake = 'color' | 'maxKeys' | 'longestDays' | 'apiUrl' | 'docsUrl' | 'supportUrl';

/** The invalid fields of a draft. */
export function mistakesOf(it: Draft): readonly FieldMistake[] {
  const bad: Readonly<Record<FieldMistake, boolean>> = {
    color: it.color.trim() !== '' && !/^#[0-9a-f]{6}$/i.test(it.color.trim()),
    maxKeys: numberOrNone(it.maxKeys) === undefined,
    longestDays: numberOrNone(it.longestDays) === undefined,
    apiUrl: !isAddress(it.apiUrl, /^https:$/),
    docsUrl: !isAddress(it.docsUrl, /^https:$/),
    supportUrl: !isAddress(it.supportUrl, /^(https|mailto):$/),
  };
  return (Object.keys(bad) as FieldMistake[]).filter((name) => bad[name]);
}

/** Whether the draft can be sent. */
export function isReadable(it: Draft): boolean {
  return mistakesOf(it).length === 0 && mistakesInRows(it.rows).size === 0;
}

/** The workspace update for a valid draft. */
export function patchOf(it: Draft): WorkspacePatch {
  const days = numberOrNone(it.longestDays) ?? null;
  const { scopes, scopeTexts } = scopesOf(it.rows);
  const textOrNone = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    name: textOrNone(it.name),
    color: textOrNone(it.color)?.toLowerCase() ?? null,
    logo: it.logo,
    favicon: it.favicon,
    apiUrl: textOrNone(it.apiUrl),
    docsUrl: textOrNone(it.docsUrl),
    supportUrl: textOrNone(it.supportUrl),
    scopes: it.anyScope ? null : scopes,
    scopeTexts,
    maxKeysPerCustomer: numberOrNone(it.maxKeys) ?? null,
    longestLifeSeconds: days === null ? null : days * DAY_SECONDS,
    allowedOrigins: [...linesOf(it.origins)],
    allReadersRegistered: it.allReaders,
    methods: [...it.methods],
  };
}

/**
 * Empty, or a URL with one of these schemes; plain HTTP only for this machine. The authority decides by `isLoopback` of
 * `@lostwax/contract`, which pages can't import because it needs Node; URLs write every IPv4 address in the form expected here.
 */
export function isAddress(text: string, schemes: RegExp): boolean {
  if (text.trim() === '') return true;
  const url = URL.parse(text.trim());
  if (url === null) return false;
  const local = url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return local || schemes.test(url.protocol);
}
