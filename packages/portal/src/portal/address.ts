/** The portal's URL in a workspace: `/portal/<workspace>/<session id>`, or with a code in the fragment before there is a session. */
export interface PortalAddress {
  readonly workspace: string;
  readonly session: string | undefined;
  readonly code: string | undefined;
}

export function readAddress({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): PortalAddress {
  const [, , workspace = '', session] = pathname.split('/');
  return { workspace, session: session || undefined, code: hash.slice(1) || undefined };
}
