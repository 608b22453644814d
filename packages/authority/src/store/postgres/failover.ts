import type { Announced, TakeOver } from '../failover.ts';
import { messageText } from './message.ts';
import { CHANNEL, type WriteSession } from './session.ts';

interface Recorded {
  /** Null before the first start. */
  readonly timeline: number | null;
  readonly synchronous: number | null;
  readonly committed_at: number | null;
}

const RECORDED = `SELECT timeline, synchronous, writers.at AS committed_at
  FROM (SELECT) AS one LEFT JOIN database_server ON true LEFT JOIN writers ON true
  ORDER BY writers.at DESC NULLS LAST LIMIT 1`;

const RECORD = `INSERT INTO database_server (timeline) VALUES ($1)
  ON CONFLICT (one) DO UPDATE SET timeline = excluded.timeline`;

/**
 * Compares the server's timeline with the one that the database was last used on. If it is a later one, a standby has been
 * promoted: the first replica to notice decides what that means, in the transaction that records the timeline.
 *
 * @param announced - What this process has announced before; the new server may lack some of it. Undefined if it has just started.
 */
export async function settleFailover(
  session: WriteSession,
  timeline: number,
  announced: Announced | undefined,
  takeOver: TakeOver,
): Promise<void> {
  await session.begin();
  try {
    const [recorded] = await session.rows<Recorded>(RECORDED);
    const before = recorded?.timeline ?? undefined;
    const isFirst = before !== undefined && timeline > before;
    if (isFirst || announced !== undefined) {
      const failover = {
        isFirst,
        synchronous: recorded?.synchronous === 1,
        lastCommitAt: recorded?.committed_at ?? undefined,
        announced,
      };
      // What it changes is read from the database, as if another replica had done it.
      await session.operation(() => takeOver({ db: session.queries, changed() {} }, failover));
      const payload = messageText({ writer: 'failover', workspaces: 'all', settings: true });
      await session.rows('SELECT pg_notify($1, $2)', [CHANNEL, payload]);
    }
    // Of another cluster, with a lower timeline, nothing follows: the database was copied there.
    if (timeline !== before) await session.rows(RECORD, [timeline]);
    await session.rows('COMMIT');
  } catch (error) {
    await session.rollback().catch(() => {});
    throw error;
  }
}
