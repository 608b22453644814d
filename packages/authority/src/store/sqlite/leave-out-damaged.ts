import type { DatabaseSync } from 'node:sqlite';
import { type DamagedRecords, isPublishable } from '../damaged.ts';

/**
 * Lets queries over a connection leave damaged records out as they go through an index, without a row of JavaScript for each key:
 * `is_publishable(kid, shard, prefix, jwk)`, and `length(pin) = 32 OR has_bad_pin(kid)`, which is false and reports.
 */
export function leaveOutDamaged(database: DatabaseSync, damaged: DamagedRecords): void {
  database.function('is_publishable', (kid, shard, prefix, jwk) => {
    // A key that the key set leaves out is not damaged.
    if (jwk === null) return 0;
    if (isPublishable(String(kid), Number(shard), String(prefix), String(jwk))) return 1;
    damaged.found(String(kid), 'its public half is not valid');
    return 0;
  });
  database.function('has_bad_pin', (kid) => {
    damaged.found(String(kid), 'its pin does not have 32 bytes');
    return 0;
  });
}
