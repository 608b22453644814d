/** How databases and their clients write that there is no value, in files whose format has no word for it. */
const nothing = /^(?:|null|\\N)$/i;

/** Whether a record says nothing at this place. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && nothing.test(value.trim()));

/** Undefined for what is missing or empty. */
export function textOf(value: unknown): string | undefined {
  if (isNothing(value)) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}

/** True or false, as databases write it; undefined for nothing, and the value itself if it can't be read. */
export function yesOrNo(value: unknown): boolean | undefined | 'unclear' {
  if (isNothing(value)) return undefined;
  const text = String(value).trim();
  if (/^(?:true|t|yes|y|on|1)$/i.test(text)) return true;
  return /^(?:false|f|no|n|off|0)$/i.test(text) ? false : 'unclear';
}

/** ISO 8601, or as PostgreSQL and MySQL print it. Others, such as `01/02/2030`, have more than one meaning. */
const written =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?(Z|UTC|[+-]\d\d)(?::?(\d\d))?)?)?$/i;

/** RFC 3339; undefined for none. A number is in milliseconds, or in seconds if that is the only sensible reading. */
export function timeOf(value: unknown): string | undefined {
  if (isNothing(value)) return undefined;
  const text = String(value).trim();
  const number = typeof value === 'number' ? value : /^\d{9,14}$/.test(text) ? Number(text) : undefined;
  const at = new Date(
    number === undefined ? isoOf(text) : number < 100_000_000_000 ? number * 1_000 : number,
  );
  return Number.isNaN(at.getTime()) ? 'invalid' : at.toISOString();
}

/** A database writes times without a zone, and keeps them in UTC. */
function isoOf(text: string): string {
  const [, date, time = '00:00', zone = 'Z', minutes = '00'] = written.exec(text) ?? [];
  return `${date}T${time}${/^[+-]/.test(zone) ? `${zone}:${minutes}` : 'Z'}`;
}
