import { isPrivateUrl } from '@lostwax/contract';
import type { FallbackSettings, IssuerSettings } from './settings.ts';
import type { SettingName } from './table.ts';

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,63}$/;

/** Reads the second check. It receives customers' keys, so it must be reached over TLS or on this machine. */
export function readFallback(
  text: (name: SettingName) => string | undefined,
  issuers: readonly IssuerSettings[],
  allowHttp: boolean,
  mistakes: string[],
): FallbackSettings | undefined {
  const given = text('fallback-verify');
  if (given === undefined) return undefined;
  const url = URL.parse(given);
  const isUsable =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && (allowHttp || isPrivateUrl(url)))) &&
    url.username === '' &&
    url.password === '';
  if (!isUsable)
    mistakes.push(
      '--fallback-verify takes an https: URL, or http: on this machine, because it receives keys. --allow-http allows others.',
    );
  if (issuers.some(({ feedKey }) => feedKey === undefined))
    mistakes.push(
      '--fallback-verify needs --feed-key-file for every issuer: the gate asks the authority whether a key was revoked before it asks elsewhere.',
    );
  const subjectHeader = text('fallback-subject') ?? '';
  if (!headerName.test(subjectHeader))
    mistakes.push(`--fallback-subject takes the name of a header, not "${subjectHeader}".`);
  return { url: given, subjectHeader: subjectHeader.toLowerCase() };
}
