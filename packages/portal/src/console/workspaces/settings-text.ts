import type { Workspace, WorkspacePatch } from '@lostwax/client';
import { linesOf, numberOrNone } from '../lines.ts';

/** The settings as they stand in the form. */
export interface SettingsText {
  readonly name: string;
  readonly colour: string;
  /** `scope what it means`, one a line. */
  readonly scopes: string;
  readonly anyScope: boolean;
  readonly maxKeys: string;
  readonly longestDays: string;
  readonly origins: string;
  readonly allReaders: boolean;
}

const DAY_SECONDS = 86_400;

export function textOf(it: Workspace): SettingsText {
  const scopes = [...new Set([...(it.scopes ?? []), ...Object.keys(it.scopeTexts)])];
  return {
    name: it.name ?? '',
    colour: it.colour ?? '',
    scopes: scopes.map((scope) => `${scope} ${it.scopeTexts[scope] ?? ''}`.trim()).join('\n'),
    anyScope: it.scopes === null,
    maxKeys: it.maxKeysPerCustomer?.toString() ?? '',
    longestDays: it.longestLifeSeconds === null ? '' : String(it.longestLifeSeconds / DAY_SECONDS),
    origins: it.allowedOrigins.join('\n'),
    allReaders: it.allReadersRegistered,
  };
}

export type SettingsMistake = 'colour' | 'maxKeys' | 'longestDays';

/** What the form says as a change of the workspace, or which of its fields cannot be read. */
export function patchOf(it: SettingsText): WorkspacePatch | readonly SettingsMistake[] {
  const maxKeys = numberOrNone(it.maxKeys);
  const days = numberOrNone(it.longestDays);
  const colour = it.colour.trim();
  const mistakes: SettingsMistake[] = [
    ...(colour !== '' && !/^#[0-9a-f]{6}$/i.test(colour) ? (['colour'] as const) : []),
    ...(maxKeys === undefined ? (['maxKeys'] as const) : []),
    ...(days === undefined ? (['longestDays'] as const) : []),
  ];
  if (mistakes.length > 0 || maxKeys === undefined || days === undefined) return mistakes;
  const scopes = linesOf(it.scopes).map((line) => {
    const [scope = '', ...words] = line.split(/\s+/);
    return { scope, text: words.join(' ') };
  });
  return {
    name: it.name.trim() === '' ? null : it.name.trim(),
    colour: colour === '' ? null : colour.toLowerCase(),
    scopes: it.anyScope ? null : scopes.map(({ scope }) => scope),
    scopeTexts: Object.fromEntries(scopes.flatMap(({ scope, text }) => (text === '' ? [] : [[scope, text]]))),
    maxKeysPerCustomer: maxKeys,
    longestLifeSeconds: days === null ? null : days * DAY_SECONDS,
    allowedOrigins: [...linesOf(it.origins)],
    allReadersRegistered: it.allReaders,
  };
}
