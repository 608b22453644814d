import { oauthPaths } from '@lostwax/contract';
import { SLUG_PATTERN } from '@lostwax/core';

export type OAuthPath = keyof typeof oauthPaths;

const byPath = new Map(Object.entries(oauthPaths).map(([name, path]) => [path as string, name as OAuthPath]));
const form = new RegExp(`^/(${SLUG_PATTERN})(/oauth/[a-z]+)(\\?.*)?$`);

/** The endpoint that a request is for. */
export interface OAuthTarget {
  readonly slug: string;
  readonly name: OAuthPath;
  readonly hasQuery: boolean;
}

/** Parses a request target. @returns Undefined if the path isn't exactly that of an endpoint. */
export function oauthTarget(url: string): OAuthTarget | undefined {
  const [, slug, path, query] = form.exec(url) ?? [];
  const name = byPath.get(path ?? '');
  return slug === undefined || name === undefined ? undefined : { slug, name, hasQuery: query !== undefined };
}
