import type { JsonObject } from '@lostwax/core';
import type { AuditRow } from '../../../store/rows.ts';
import { jsonObjectOf } from '../../stored-json.ts';

/** An expiration in milliseconds since the Unix epoch; null for none. */
type End = number | null;

interface Life {
  readonly end: End;
  /** The expiration to restore when a rotation is undone; undefined outside an overlap. */
  readonly former?: End | undefined;
}

const steps: Readonly<Record<string, (life: Life, details: JsonObject) => Life>> = {
  'key.issue': (_, details) => ({ end: endOf(details['expiresAt']) }),
  'key.rotate': (_, details) => ({ end: endOf(details['expiresAt']) }),
  'key.bind': (_, { expiresAt, formerExpiresAt }) => ({
    end: endOf(expiresAt),
    former: formerExpiresAt === undefined ? undefined : endOf(formerExpiresAt),
  }),
  'key.update': (life, { expiresAt }) => {
    if (typeof expiresAt !== 'number') return life;
    return { end: expiresAt, former: life.former === undefined ? undefined : expiresAt };
  },
  'rotation.begin': ({ end }, { endsAt }) => ({ end: endOf(endsAt), former: end }),
  'rotation.move': ({ former }, { endsAt }) => ({ end: endOf(endsAt), former }),
  'rotation.undo': ({ end, former }) => ({ end: former === undefined ? end : former }),
};

/**
 * Derives a key's expiration from its audit rows.
 *
 * @param rows - The rows of the key, oldest first.
 */
export function auditedEnd(rows: readonly AuditRow[]): End {
  let life: Life = { end: null };
  for (const { action, details } of rows) {
    const step = steps[action];
    if (step !== undefined) life = step(life, jsonObjectOf(details) ?? {});
  }
  return life.end;
}

function endOf(value: unknown): End {
  return typeof value === 'number' ? value : null;
}
