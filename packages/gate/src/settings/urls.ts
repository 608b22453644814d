/** The origin of an `http:` or `https:` address that says nothing else; undefined for anything more or other. */
export function originUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return undefined;
  return url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#]/.test(text)
    ? url.origin
    : undefined;
}

/** The workspace of `<origin>/<workspace>` in its one spelling; undefined for anything else. */
export function workspaceOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== text) return undefined;
  const [, workspace] = /^\/([a-z0-9_-]+)$/.exec(url.pathname) ?? [];
  return url.origin + url.pathname === text ? workspace : undefined;
}

/** Whether nobody can sit between: `https:`, or `http:` on this machine. */
export function isPrivate(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(?:localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(hostname);
}
