import { randomBytes } from 'node:crypto';
import { type Claim, claim } from '@lostwax/server';
import { type FollowedKeys, followKeys, VerifierError, type VerifierEvent } from '@lostwax/verifier';
import { pinEntry } from './entry.ts';
import { PinsError } from './errors.ts';
import { Feeder } from './feeder.ts';
import { type Log, noLog } from './log.ts';
import type { FeederStatus } from './status.ts';
import { openTarget } from './targets.ts';

/** Whose keys to keep where. */
export interface PinsSettings {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  /** Other addresses to read the feed from. Default: the issuer. */
  readonly feeds?: readonly string[] | undefined;
  /** An administrator key with the scope `feed:read`. */
  readonly feedKey: string;
  /** The gateway's table, such as `haproxy:/run/haproxy/admin.sock`. */
  readonly to: string;
  /** The gateway refuses everything when the set has not been confirmed for so long, 2 to 86,400. Default: 300. */
  readonly maxStaleSeconds?: number | undefined;
  readonly allowHttp?: boolean | undefined;
}

/** What is known about the set and about the gateway's table. */
export interface PinsStatus extends FeederStatus {
  /** `<lineage>.<epoch>.<seq>.<digest>`; absent until there is a set. */
  readonly position?: string;
  /** Seconds since the set was last known to be complete; Infinity before the first time. */
  readonly ageSeconds: number;
}

/** A running process. */
export interface Pins {
  /** Resolves after {@link close}. @throws {@link PinsError} `displaced`. */
  readonly ended: Promise<unknown>;
  status(): PinsStatus;
  /** Stops. The gateway keeps using its table until the deadline. */
  close(): Promise<void>;
}

const MAX_STALE_SECONDS = 300;

/**
 * Starts to keep a gateway's table equal to a workspace's set. An authority or a gateway that cannot be reached
 * is no error: it keeps trying.
 *
 * @throws {@link PinsError} `settings_invalid`, `misconfigured`, `already_running`.
 */
export async function startPins(
  settings: PinsSettings,
  { log = noLog }: { readonly log?: Log } = {},
): Promise<Pins> {
  const { to, maxStaleSeconds = MAX_STALE_SECONDS } = settings;
  // A deadline of whole seconds that is renewed every third of it.
  if (!(maxStaleSeconds >= 2))
    throw new PinsError('settings_invalid', 'The time without contact must be 2 s or more.');
  const target = openTarget(to, log);
  const held = await claimTable(target.name);
  let feeder: Feeder | undefined;
  const keys = follow(settings, maxStaleSeconds, log, target.switches, () => feeder);
  feeder = new Feeder({ keys, target, maxStaleSeconds, instance: randomBytes(9).toString('hex'), log });
  const close = async (): Promise<void> => {
    await feeder.stop();
    await keys.close();
    held.release();
  };
  try {
    await keys.asked();
  } catch (error) {
    await close();
    throw asPinsError(error);
  }
  return {
    ended: feeder.done,
    status() {
      const { position, ageSeconds } = keys.status();
      return { ...feeder.status(), ageSeconds, ...(position !== undefined && { position }) };
    },
    close,
  };
}

/** Elsewhere than on Linux, and between containers, the table's stamp tells. */
async function claimTable(name: string): Promise<Claim> {
  const held = await claim('pins', name);
  if (held !== undefined) return held;
  throw new PinsError(
    'already_running',
    `Another "lostwax pins" on this machine already feeds ${name}. Run only one for each gateway.`,
  );
}

function follow(
  { issuer, feeds, feedKey, allowHttp }: PinsSettings,
  maxStaleSeconds: number,
  log: Log,
  early: boolean,
  feeder: () => Feeder | undefined,
): FollowedKeys {
  try {
    return followKeys({
      issuer,
      feedKey,
      ...(feeds && { feeds }),
      ...(allowHttp !== undefined && { allowHttp }),
      maxStaleSeconds,
      onEvent: (event) => tell(log, event),
      listener: {
        replaced: () => feeder()?.replaced(),
        added: (entry) => feeder()?.added(pinEntry(entry)),
        removed: ({ pin }) => feeder()?.removed(pin),
        confirmed: () => feeder()?.confirmed(),
        ...(early && {
          early: {
            began: () => feeder()?.began(),
            read: async (entries) => feeder()?.read(entries.map(pinEntry)),
          },
        }),
      },
    });
  } catch (error) {
    throw asPinsError(error);
  }
}

function asPinsError(error: unknown): unknown {
  if (!(error instanceof VerifierError)) return error;
  const code = error.code === 'misconfigured' ? 'misconfigured' : 'settings_invalid';
  return new PinsError(code, error.message, { cause: error });
}

function tell(log: Log, event: VerifierEvent): void {
  const { type, ...fields } = event;
  switch (event.type) {
    case 'fresh':
      log.info(fields, 'The set is confirmed.');
      break;
    case 'connected':
      log.info(fields, 'The change feed is connected.');
      break;
    case 'set_taken':
      log.info(fields, 'A whole set was loaded.');
      break;
    case 'late':
      log.warn(fields, 'The set has not been confirmed for 10 s.');
      break;
    case 'stale':
      log.error(fields, 'The set is too old: the gateway refuses every key.');
      break;
    default:
      log.warn({ event: type, ...fields }, 'The set cannot be followed at the moment.');
  }
}
