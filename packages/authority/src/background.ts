/** The background work of an authority. */
import { startBinding } from './domain/audit/trust/bind-earlier.ts';
import type { Context } from './domain/context.ts';
import { startForgetting } from './domain/forget.ts';
import { endExpired, startExpiry } from './domain/keys/expiry.ts';
import { startReporting } from './domain/readers/reporting.ts';
import { startRetiring } from './domain/signing-keys/retire.ts';
import type { Outage } from './outage.ts';
import type { Overdue } from './publish/overdue.ts';

/**
 * Ends what expired while the authority wasn't running, and starts all background work.
 *
 * @param overdue - Called with keys that have expired but couldn't be ended yet.
 * @param running - Stops it.
 */
export async function startBackground(
  context: Context,
  overdue: Overdue,
  running: AsyncDisposableStack,
  outage: Outage,
): Promise<void> {
  const failed =
    (what: string) =>
    (error: unknown): void =>
      outage.failed(error, what);
  const expiryFailed = failed('expired keys could not be removed from the key set; retrying');
  // A full disk must not keep the authority from serving what it has.
  await endExpired(context).catch(expiryFailed);
  running.defer(startExpiry(context, expiryFailed, (keys) => overdue.set(keys)));
  running.defer(
    startBinding(
      context,
      failed('not all existing keys could be added to the audit log; the next start continues'),
    ),
  );
  context.tasks.start(failed('a change of many keys could not be finished; retrying'));
  running.defer(() => context.tasks.stop());
  running.defer(startRetiring(context, failed('old signing keys could not be removed; retrying')));
  running.defer(startReporting(context, failed('which gates report could not be recorded; retrying')));
  running.defer(startForgetting(context, failed('old records could not be deleted; retrying')));
}
