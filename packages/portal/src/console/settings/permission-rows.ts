import type { Workspace } from '@lostwax/client';
import { isScope } from '@lostwax/core/names';

/** A permission while it is edited. */
export interface PermissionRow {
  /** Identifies the row while it is edited. */
  readonly id: number;
  readonly scope: string;
  readonly description: string;
}

let lastId = 0;

export function newRow(scope = '', description = ''): PermissionRow {
  lastId += 1;
  return { id: lastId, scope, description };
}

/** Grantable scopes first, then those that only have a description. */
export function rowsOf({
  scopes,
  scopeTexts,
}: Pick<Workspace, 'scopes' | 'scopeTexts'>): readonly PermissionRow[] {
  const all = [...new Set([...(scopes ?? []), ...Object.keys(scopeTexts)])];
  return all.map((scope) => newRow(scope, scopeTexts[scope] ?? ''));
}

/** What is wrong with a row's scope. An empty row isn't an error: it is ignored. */
export function mistakesInRows(rows: readonly PermissionRow[]): ReadonlyMap<number, 'wrong' | 'twice'> {
  const seen = new Set<string>();
  const mistakes = new Map<number, 'wrong' | 'twice'>();
  for (const { id, scope, description } of rows) {
    const text = scope.trim();
    if (text === '' && description.trim() === '') continue;
    if (!isScope(text)) mistakes.set(id, 'wrong');
    else if (seen.has(text)) mistakes.set(id, 'twice');
    seen.add(text);
  }
  return mistakes;
}

/** The rows in the API's format. */
export function scopesOf(rows: readonly PermissionRow[]): {
  readonly scopes: string[];
  readonly scopeTexts: Record<string, string>;
} {
  const filled = rows
    .map(({ scope, description }) => ({ scope: scope.trim(), description: description.trim() }))
    .filter(({ scope }) => scope !== '');
  return {
    scopes: filled.map(({ scope }) => scope),
    scopeTexts: Object.fromEntries(
      filled.flatMap(({ scope, description }) => (description === '' ? [] : [[scope, description]])),
    ),
  };
}
