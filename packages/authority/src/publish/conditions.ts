/**
 * Appended to the opaque part of an ETag for the compressed form: a strong ETag identifies one
 * coding only (RFC 9110 §8.8.3.3).
 */
const GZIP_MARK = '-gzip';

const listed = /(?:W\/)?"([\x21\x23-\x7e]*)"/g;

/** Returns the ETag of one form of a document. */
export function etagOf(tag: string, isGzip: boolean): string {
  return isGzip ? `"${tag}${GZIP_MARK}"` : `"${tag}"`;
}

/**
 * Compares If-None-Match with a document, weakly (RFC 9110 §13.1.2): both forms match, since their
 * content is the same.
 *
 * @returns The ETag that the client has, or undefined if it has another version.
 */
export function matchingEtag(ifNoneMatch: string, tag: string): string | undefined {
  const plain = etagOf(tag, false);
  if (ifNoneMatch === plain || ifNoneMatch.trim() === '*') return plain;
  for (const [, opaque] of ifNoneMatch.matchAll(listed)) {
    if (opaque === tag) return plain;
    if (opaque === tag + GZIP_MARK) return etagOf(tag, true);
  }
  return undefined;
}

/** The tags in If-None-Match, without the mark of the compressed form. */
export function heldPositions(ifNoneMatch: string): readonly string[] {
  return Array.from(ifNoneMatch.matchAll(listed), ([, opaque = '']) =>
    opaque.endsWith(GZIP_MARK) ? opaque.slice(0, -GZIP_MARK.length) : opaque,
  );
}

/**
 * Reports whether Accept-Encoding allows a coding (RFC 9110 §12.5.3); a missing header means that
 * the client didn't ask for it.
 */
export function accepts(acceptEncoding: string | undefined, wanted: 'gzip' | 'br'): boolean {
  if (acceptEncoding === undefined) return false;
  const offers = acceptEncoding.split(',').map((offer) => {
    const [coding = '', ...parameters] = offer.split(';').map((part) => part.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter));
    return { coding, refused };
  });
  const named = offers.find(({ coding }) => coding === wanted || (wanted === 'gzip' && coding === 'x-gzip'));
  const offer = named ?? offers.find(({ coding }) => coding === '*');
  return offer !== undefined && !offer.refused;
}
