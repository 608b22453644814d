/**
 * The path of a customer's page. A customer ID may contain any visible characters, so it is encoded twice: the router decodes
 * once, and not all characters (`decodeURI`), so with a single encoding `a%2Fb` and `a/b` would be the same path.
 */
export function customerPlace(id: string): string {
  return `/customers/${encodeURIComponent(encodeURIComponent(id))}`;
}

/** Decodes the last part of {@link customerPlace} as the router returns it; unencoded text is used unchanged. */
export function customerOfPlace(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
