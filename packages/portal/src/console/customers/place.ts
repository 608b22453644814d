/**
 * The place of a customer, whose id is any visible characters. Encoded twice: the router undoes one encoding, and not of all characters
 * (`decodeURI`), so that of one alone `a%2Fb` and `a/b` would be the same place.
 */
export function customerPlace(id: string): string {
  return `/customers/${encodeURIComponent(encodeURIComponent(id))}`;
}

/** Reads the last part of {@link customerPlace} as the router gives it; unencoded text is used unchanged. */
export function customerOfPlace(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
