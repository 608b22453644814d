import { isJsonObject } from '@lostwax/core';
import { readHash } from './hash.ts';

/** What a record of another system says about a key. Members that it doesn't have are undefined. */
export interface Said {
  /** The key itself, or a hash of it if the system keeps no more. */
  readonly key?: unknown;
  /** A SHA-256 hash of the whole key. */
  readonly hash?: unknown;
  /** The ID of the key in the other system. */
  readonly id?: unknown;
  readonly customer?: unknown;
  readonly name?: unknown;
  /** A list, or text separated by spaces or commas. */
  readonly scopes?: unknown;
  readonly claims?: unknown;
  readonly metadata?: unknown;
  /** A time as text, or in milliseconds since the Unix epoch. */
  readonly expires?: unknown;
  readonly ending?: unknown;
  readonly enabled?: unknown;
  readonly disabled?: unknown;
  /** A word, such as `active`. */
  readonly state?: unknown;
  /** Whether or when the key was revoked or deleted in the other system. Of a list, each may say so. */
  readonly ended?: unknown;
}

export type Fields = Readonly<Record<string, unknown>>;

type Read = (record: Fields, writtenAt: number) => Said;

/** No members for anything but an object. */
export const objectOf = (value: unknown): Fields => (isJsonObject(value) ? value : {});

/** SQL clients export JSON columns as text. */
export const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const ownNames = {
  key: ['key', 'api_key', 'apikey', 'token'],
  hash: ['pin', 'hash', 'key_hash', 'keyhash', 'sha256'],
  id: ['id', 'key_id', 'keyid'],
  customer: ['customer', 'customer_id', 'customerid'],
  name: ['name'],
  scopes: ['scopes', 'scope'],
  claims: ['claims'],
  metadata: ['metadata'],
  expires: ['expiresat', 'expires_at', 'expires'],
  ending: ['ending'],
  disabled: ['disabled', 'is_disabled', 'isdisabled'],
  enabled: ['enabled', 'is_enabled', 'isenabled', 'active', 'is_active', 'isactive'],
  state: ['state', 'status'],
} as const;

/** Columns that say that a key has ended, or when. Each of them counts. */
const endings: ReadonlySet<string> = new Set(
  ['revoked', 'deleted'].flatMap((word) => [word, `is_${word}`, `is${word}`, `${word}_at`, `${word}at`]),
);

type OwnMember = keyof typeof ownNames;

const ownMembers: ReadonlyMap<string, OwnMember> = new Map(
  Object.entries(ownNames).flatMap(([member, names]) => names.map((name) => [name, member as OwnMember])),
);

/** The members of a Lostwax export, and plain words for tables of your own. Names in any case; the first counts. */
const lostwax: Read = (record) => {
  const own: { [Member in OwnMember]?: unknown } = {};
  const ended: unknown[] = [];
  for (const [name, value] of Object.entries(record)) {
    const lower = name.toLowerCase();
    const member = ownMembers.get(lower);
    if (member !== undefined && !(member in own)) own[member] = value;
    else if (endings.has(lower)) ended.push(value);
  }
  const { key, hash, id, customer, name, expires, ending, enabled, disabled, state } = own;
  return {
    ...{ key, hash, id, customer, name, expires, ending, enabled, disabled, state, ended },
    scopes: parsed(own.scopes),
    claims: parsed(own.claims),
    metadata: parsed(own.metadata),
  };
};

/**
 * `POST /v2/apis.listKeys` with `decrypt` (`keyId`, `plaintext`, `identity.externalId`, `expires` in milliseconds:
 * `KeyResponseData` in unkeyed/unkey), or the table `keys` of a self-hosted Unkey, whose `hash` is the SHA-256 of the
 * whole key in base64 (`go/pkg/hash/sha256.go`).
 */
const unkey: Read = (record) => ({
  key: record['plaintext'],
  hash: record['hash'],
  id: record['keyId'] ?? record['id'],
  customer:
    objectOf(record['identity'])['externalId'] ??
    record['externalId'] ??
    record['external_id'] ??
    record['ownerId'] ??
    record['owner_id'],
  name: record['name'],
  scopes: parsed(record['permissions']),
  metadata: parsed(record['meta']),
  expires: record['expires'],
  enabled: record['enabled'],
  ended: [record['deletedAt'], record['deleted_at'], record['deleted_at_m']],
});

/**
 * The table `apikey` (`packages/better-auth/src/plugins/api-key/schema.ts`). Its `key` is the SHA-256 of the whole
 * key, prefix included, in base64url without padding (`defaultKeyHasher`), or the key itself with `disableKeyHashing`.
 * `permissions` is JSON: `{"files": ["read"]}` becomes the scope `files:read`.
 */
const betterAuth: Read = (record) => {
  const permissions = parsed(record['permissions']);
  const { key } = record;
  return {
    ...(readHash(String(key)) === undefined ? { key } : { hash: key }),
    id: record['id'],
    customer: record['userId'] ?? record['user_id'] ?? record['referenceId'] ?? record['reference_id'],
    name: record['name'],
    scopes: Object.entries(objectOf(permissions)).flatMap(([resource, actions]) =>
      Array.isArray(actions) ? actions.map((action) => `${resource}:${action}`) : [],
    ),
    metadata: parsed(parsed(record['metadata'])),
    expires: record['expiresAt'] ?? record['expires_at'],
    enabled: record['enabled'],
  };
};

/**
 * `GET /key-auths` of the Admin API, whose keys name their consumer's ID, or a dump of decK, whose consumers hold
 * their keys. Kong keeps keys as text (`kong/plugins/key-auth/daos.lua`); `ttl` is what was left, in seconds.
 */
const kong: Read = (record, writtenAt) => {
  const consumer = objectOf(parsed(record['consumer']));
  const { ttl } = record;
  return {
    key: record['key'],
    id: record['id'],
    customer: consumer['custom_id'] ?? consumer['username'] ?? consumer['id'] ?? record['consumer_id'],
    metadata:
      Array.isArray(record['tags']) && record['tags'].length > 0 ? { tags: record['tags'] } : undefined,
    expires: typeof ttl === 'number' && ttl > 0 ? writtenAt + ttl * 1_000 : undefined,
  };
};

/**
 * `aws apigateway get-api-keys --include-values`, `get-usage-plan-keys`, or API Gateway's own CSV file of keys
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html), whose columns are in any
 * case. Only `customerId` names a customer; map another column if you use one.
 */
const aws: Read = (record) => {
  const of = (name: string): unknown =>
    record[Object.keys(record).find((key) => key.toLowerCase() === name) ?? name];
  const plans = of('usageplanids');
  return {
    key: of('value') ?? of('key'),
    id: of('id'),
    customer: of('customerid'),
    name: of('name'),
    metadata: {
      ...(of('description') ? { description: of('description') } : {}),
      ...(plans ? { usagePlanIds: plans } : {}),
      ...(of('stagekeys') ? { stageKeys: of('stagekeys') } : {}),
    },
    enabled: of('enabled'),
  };
};

export const formats = { lostwax, unkey, 'better-auth': betterAuth, kong, aws } as const;

export type FormatName = keyof typeof formats;
