import type { VerifierEvent } from './events.ts';

/**
 * The default for `onEvent`: writes to stderr what keeps keys from being checked. One line for each new
 * reason, and one when keys can be checked again.
 */
export function tellOnStderr(
  write: (line: string) => void = (line) => void process.stderr.write(line),
): (event: VerifierEvent) => void {
  const told = new Map<string, string>();
  const once = (issuer: string, reason: string): void => {
    if (told.get(issuer) === reason) return;
    told.set(issuer, reason);
    write(`lostwax: ${reason}\n`);
  };
  return (event) => {
    const { issuer } = event;
    if (event.type === 'feed_failed')
      once(issuer, `Cannot follow ${issuer} at ${event.address}: ${event.message} Retrying.`);
    else if (event.type === 'stale')
      once(
        issuer,
        `The key set of ${issuer} is too old: every key is refused with 503 until the authority answers.`,
      );
    else if (event.type === 'cache_failed')
      write(`lostwax: Cannot keep the key set of ${issuer} on disk: ${event.message}\n`);
    else if (event.type === 'fresh' && told.delete(issuer))
      write(`lostwax: Keys of ${issuer} are being checked again.\n`);
  };
}
