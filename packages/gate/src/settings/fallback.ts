import { isFallbackUrl, isHeaderName } from '@lostwax/verifier';
import type { FallbackSettings, IssuerSettings } from './settings.ts';
import type { SettingName } from './table.ts';

/** Reads the second check. It receives customers' keys, so it must be reached over TLS or on this machine. */
export function readFallback(
  text: (name: SettingName) => string | undefined,
  issuers: readonly IssuerSettings[],
  allowHttp: boolean,
  mistakes: string[],
): FallbackSettings | undefined {
  const given = text('fallback-verify');
  if (given === undefined) return undefined;
  if (!isFallbackUrl(given, allowHttp))
    mistakes.push(
      '--fallback-verify takes an https: URL, or http: on this machine, because it receives keys. --allow-http allows others.',
    );
  if (issuers.some(({ feedKey }) => feedKey === undefined))
    mistakes.push(
      '--fallback-verify needs --feed-key-file for every issuer: the gate asks the authority whether a key was revoked before it asks elsewhere.',
    );
  const subjectHeader = text('fallback-subject') ?? '';
  if (!isHeaderName(subjectHeader))
    mistakes.push(`--fallback-subject takes the name of a header, not "${subjectHeader}".`);
  return { url: given, subjectHeader };
}
