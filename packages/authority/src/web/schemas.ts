import { z } from '@hono/zod-openapi';
import { positionForm } from '@lostwax/contract';
import { customerForm, type JsonObject, keyIdPrefixForm, scopeForm, slugForm } from '@lostwax/core';
import { parseTime } from './time.ts';

/**
 * An object without unknown members. `fixed` says of members that exist but cannot be given why
 * that is so.
 */
export function strict<Shape extends z.ZodRawShape>(
  shape: Shape,
  fixed: Readonly<Record<string, string>> = {},
) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const [name = ''] = issue.keys as string[];
      const known = Object.keys(shape).join(', ');
      return (
        fixed[name] ??
        `is not known here. ${known === '' ? 'No members are known' : `Known members: ${known}`}.`
      );
    },
  });
}

/** Contains no control character: C0, DEL and C1, which terminals and logs interpret. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
const plainText = /^[^\u0000-\u001f\u007f-\u009f]*$/;

/** A string for people, at most `max` characters, without control characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1, `must have 1 to ${max} characters`)
    .max(max, `must have 1 to ${max} characters`)
    .regex(plainText, 'must not contain control characters');

export const name = text(255);
export const reason = text(500).openapi({
  description: 'Reason, stored in the audit log and the key record.',
});

const customerRule =
  'must be 1 to 255 visible ASCII characters without spaces, because it is sent in headers';

/**
 * `.` and `..` are refused too: no URL can contain them, so such a customer could never be
 * suspended.
 */
export const customerId = z
  .string()
  .regex(customerForm, customerRule)
  .refine((id) => id !== '.' && id !== '..', 'must not be "." or "..", which cannot appear in a path')
  .openapi({
    example: 'cus_4711',
    description: 'Your own ID for the customer. It becomes the `sub` claim of its tokens.',
  });

/** A position as examples show it. */
export const examplePosition = '9f86d081884c7d65.1795491362000.42.3q2-7wABAgMEBQYHCAkKCw';

export const position = z
  .string()
  .regex(positionForm)
  .openapi({ description: '`<lineage>.<epoch>.<seq>.<digest>`: spec/feed.md §1.', example: examplePosition });

export const slug = z
  .string()
  .regex(slugForm, 'must be 1 to 63 characters of a-z, 0-9, - and _, starting with a letter')
  .openapi({ example: 'acme_live' });

// Parts that look like a shard have a separate code, `prefix_ambiguous`, which the domain returns.
export const prefix = z
  .string()
  .regex(keyIdPrefixForm, 'must be 2 to 16 characters of a-z, 0-9 and _, starting with a letter')
  .openapi({ example: 'acme_live' });

/** 1 to 255 visible ASCII characters, without spaces. */
export const visibleText = /^[\x21-\x7e]{1,255}$/;

export const audience = z
  .string()
  .regex(visibleText, 'must be 1 to 255 visible ASCII characters without spaces')
  .openapi({ example: 'acme_live' });

export const algorithm = z.enum(['ES256', 'RS256', 'EdDSA']);

export const scope = z
  .string()
  .regex(scopeForm, 'must be a scope-token of RFC 6749 §3.3: 1 to 255 visible characters without " and \\');

export const scopes = z
  .array(scope)
  .max(100, 'must have at most 100 scopes')
  .refine((all) => new Set(all).size === all.length, 'must not list a scope twice')
  .openapi({ example: ['orders:read'], uniqueItems: true });

/** Upper bounds: null inherits the bound above (for a workspace: any), `[]` allows none. */
export const ceiling = scopes.nullable();

const object = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

// No separate limit: the token's 4,096 characters are one, and its code says what to shorten.
export const claims = object.openapi({
  type: 'object',
  additionalProperties: true,
  description: 'Your own claims, added to the token. Registered claim names aren’t allowed.',
  example: { plan: 'gold' },
});

const METADATA_BYTES = 4_096;

export const metadata = object
  .refine(
    (value) => Buffer.byteLength(JSON.stringify(value)) <= METADATA_BYTES,
    'must be at most 4 KiB of JSON',
  )
  .openapi({
    type: 'object',
    additionalProperties: true,
    description: 'Your own data, never part of the token. At most 4 KiB of JSON.',
    example: { ticket: 'OPS-12' },
  });

/** RFC 3339 with any offset as input; milliseconds since the Unix epoch after parsing. */
export const timeIn = z
  .string()
  .transform((value, context) => {
    const at = parseTime(value);
    if (at !== undefined) return at;
    context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time, such as 2030-01-31T12:00:00Z' });
    return z.NEVER;
  })
  .openapi({ type: 'string', format: 'date-time', example: '2030-01-31T12:00:00Z' });

/** RFC 3339 in UTC as output. */
export const timeOut = z.string().openapi({ format: 'date-time', example: '2030-01-31T12:00:00Z' });

/** A whole number in a query. */
export const numberText = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`)
    .openapi({ type: 'integer', minimum: least, maximum: most });

export const limit = numberText(1, 500).openapi({
  description: 'Maximum number of items. Defaults to 50.',
  example: 50,
});
export const after = numberText(0, 999_999_999_999_999);
export const cursor = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/, 'must be the nextCursor of an earlier page, unchanged')
  .openapi({ description: 'The `nextCursor` of the previous page.' });
export const search = text(255);

/** A key ID as a string; the domain validates it. */
export const keyIdText = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,64}$/, 'must be a key ID')
  .openapi({ example: 'acme_live_7f_0123456789ABCDEF2Wwy7M' });

/** Who acted, as in the audit log and key records. */
export const actorText = z
  .string()
  .regex(visibleText, 'must be an actor, as in key records and the audit log')
  .openapi({
    description: 'As in the entries: a key ID, a session ID, `person:<id>`, `self` or `system`.',
    example: 'lostwax_03_0123456789ABCDEF0Wco8n',
  });

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'Pass it as `cursor` to get the next page. Null on the last page.' }),
  });
