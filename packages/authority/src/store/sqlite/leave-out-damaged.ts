import type { DatabaseSync } from 'node:sqlite';
import { type DamagedRecords, isPublishable } from '../damaged.ts';

/**
 * Adds SQL functions that let queries leave out damaged records while walking an index, without materializing
 * a JavaScript row per key: `is_publishable(kid, shard, prefix, jwk)`, and `length(pin) = 32 OR
 * has_bad_pin(kid)`, which reports the key and returns false.
 */
export function leaveOutDamaged(database: DatabaseSync, damaged: DamagedRecords): void {
  database.function('is_publishable', (kid, shard, prefix, jwk) => {
    // A key that isn't published in the key set isn't damaged.
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
