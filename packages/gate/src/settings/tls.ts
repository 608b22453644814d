import { createSecureContext } from 'node:tls';
import { certificateHeaderName } from '@lostwax/contract';
import { readText } from './key-file.ts';
import type { TlsSettings } from './settings.ts';
import type { SettingName } from './table.ts';

/** How a setting is read. */
interface Values {
  readonly list: (name: SettingName) => readonly string[];
  readonly text: (name: SettingName) => string | undefined;
}

/** Reads the gate's own certificate and key. Errors are appended to `mistakes`. */
export function readTls({ text }: Pick<Values, 'text'>, mistakes: string[]): TlsSettings | undefined {
  const [certFile, keyFile] = [text('tls-cert'), text('tls-key')];
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    mistakes.push('--tls-cert and --tls-key must be set together.');
    return undefined;
  }
  const cert = readText('tls-cert', certFile, mistakes);
  const key = readText('tls-key', keyFile, mistakes);
  if (cert === undefined || key === undefined) return undefined;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    mistakes.push(
      `--tls-cert and --tls-key cannot be used: ${(error as Error).message}. Use a certificate in PEM, with its chain, and its private key without a password.`,
    );
    return undefined;
  }
  return { cert, key };
}

/** Reads the header in which proxies send certificates, in lower case. `xfcc` is Envoy's. */
export function readClientCertHeader({ text, list }: Values, mistakes: string[]): string | undefined {
  const given = text('client-cert-header');
  if (given === undefined) return undefined;
  const name = certificateHeaderName(given);
  const taken = list('key-header').map((one) => one.toLowerCase());
  if (name === undefined || taken.includes(name))
    mistakes.push(
      `--client-cert-header takes xfcc, or a header that only your proxy sets, such as X-Client-Cert; not "${given}".`,
    );
  if (list('trust-proxy').length === 0)
    mistakes.push(
      '--client-cert-header needs --trust-proxy: the header counts only from the proxies named there.',
    );
  if (list('feed-key-file').length === 0)
    mistakes.push('--client-cert-header needs --feed-key-file: only the full feed contains certificates.');
  return name;
}
