import type { Logger } from 'pino';
import { takeOver } from './domain/restore/take-over.ts';
import type { TakeOver } from './store/failover.ts';

/** Deals with failovers of the database, and says what they mean. */
export function noticeFailover(log?: Logger): TakeOver {
  return async (tx, failover) => {
    const found = await takeOver(tx, failover, Date.now());
    if (found.kind === 'complete' && failover.isFirst)
      log?.warn('the database has failed over to another server, which has every confirmed change');
    else if (found.kind === 'incomplete')
      log?.error(
        { revoked: found.revoked },
        'the database has failed over to another server, which may lack the last changes: its standby was not synchronous, or changes are missing. Every gate and verifier reloads its keys. Keys that were created just before may be gone. Keys that were revoked just before are revoked again ("revoked") if a running authority knew; check the others, and repeat other changes',
      );
  };
}
