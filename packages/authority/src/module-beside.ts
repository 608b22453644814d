/**
 * The module of this name next to another one, for a thread or a process of its own. The same files run from src (tests) and from dist.
 *
 * @param url - `import.meta.url` of the other one.
 * @param name - Without its extension.
 */
export function moduleBeside(url: string, name: string): URL {
  return new URL(`./${name}${url.slice(url.lastIndexOf('.'))}`, url);
}
