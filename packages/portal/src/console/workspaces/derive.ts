/** Suggests a workspace's identifiers, which can't be changed later, from its name. */
export interface Derived {
  readonly slug: string;
  readonly prefix: string;
}

const MOST_SLUG = 63;
const MOST_PREFIX = 16;

/** `Acme Orders (live)` becomes `acme_orders_live`. Empty if the name has no letter a to z. */
export function derive(name: string): Derived {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9\s_-]/g, '')
    .split(/[\s_-]+/)
    .filter((word) => word !== '');
  const slug = words
    .join('_')
    .replace(/^[^a-z]+/, '')
    .slice(0, MOST_SLUG)
    .replace(/_+$/, '');
  return { slug, prefix: prefixOf(slug) };
}

/**
 * A key ID prefix is shorter and must not contain a part such as `_fe`, which looks like a shard: such parts are joined to the
 * previous one.
 */
export function prefixOf(slug: string): string {
  const text = slug.replaceAll('-', '_').slice(0, MOST_PREFIX).replace(/_+$/, '');
  const joined = text.replaceAll(/_(?=[0-9a-f]{2}(?:_|$))/g, '');
  return joined.length === 1 ? `${joined}${joined}` : joined;
}
