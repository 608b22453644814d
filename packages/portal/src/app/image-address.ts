/**
 * An image of the workspace as this page loads it: the policy of the pages takes images from where the page came from alone, which may be
 * another name of the same authority. A `data:` URL stays as it is.
 */
export function localAddress(image: string): string {
  const url = URL.parse(image);
  return url === null || url.protocol === 'data:' ? image : url.pathname + url.search;
}
