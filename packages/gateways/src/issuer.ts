// An origin and a slug: no character that means anything in a configuration, a comment or a shell.
const issuerForm = /^https?:\/\/(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\/([a-z0-9_-]+)$/;

/**
 * The workspace of an issuer, `<origin>/<workspace>`.
 *
 * @throws RangeError for another text.
 */
export function workspaceOf(issuer: string): string {
  const workspace = URL.canParse(issuer) ? issuerForm.exec(issuer)?.[1] : undefined;
  if (workspace !== undefined) return workspace;
  throw new RangeError(
    `The issuer must be an http or https URL without a query, <origin>/<workspace>, not ${issuer}.`,
  );
}
