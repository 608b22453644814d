import { parseOrigin } from '@lostwax/contract';
import { credentialReader, VerifierError } from '@lostwax/verifier';
import { isOpenPath } from '../door/open-rules.ts';
import type { DoorSettings } from './settings.ts';
import type { SettingName } from './table.ts';
import { readClientCertHeader } from './tls.ts';

/** How a setting is read. */
export interface DoorSources {
  readonly list: (name: SettingName) => readonly string[];
  readonly text: (name: SettingName) => string | undefined;
  readonly flag: (name: SettingName) => boolean;
}

/** Reads where to look for keys, and what to do with requests without one. */
export function readDoors({ list, text, flag }: DoorSources, mistakes: string[]): DoorSettings {
  const preflight = text('preflight');
  if (preflight !== undefined && preflight !== 'pass')
    mistakes.push(`--preflight takes pass, not "${preflight}". Remove it to require a key for preflights.`);
  const openPaths = list('open-path').map((path) => path.replace(/(?<=.)\/$/, ''));
  for (const path of openPaths)
    if (!isOpenPath(path))
      mistakes.push(
        `--open-path takes a path such as /public, without escapes, and includes everything below it; not "${path}". To open everything, remove the gate.`,
      );
  const corsOrigins = list('cors-origin');
  for (const origin of corsOrigins)
    if (origin !== '*' && parseOrigin(origin) !== origin)
      mistakes.push(`--cors-origin takes an origin such as https://app.example.com, or *, not "${origin}".`);
  const keyHeaders = list('key-header').map((name) => name.toLowerCase());
  for (const name of keyHeaders)
    if (notForKeys.has(name))
      mistakes.push(`--key-header: "${name}" has its own meaning in HTTP and cannot carry a key.`);
  const keyQuery = text('key-query');
  const unhashedPrefixes = list('unhashed-prefix');
  const places = {
    ...(keyHeaders.length > 0 && { keyHeaders }),
    ...(keyQuery !== undefined && { keyQuery }),
    ...(unhashedPrefixes.length > 0 && { unhashedPrefixes }),
    basic: flag('basic'),
  };
  try {
    credentialReader(places);
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error;
    mistakes.push(
      '--key-header takes header names such as X-Api-Key, each once, and --key-query the name of a parameter such as api_key, not scope. --unhashed-prefix takes a prefix such as sk_live_ that no key of Lostwax has.',
    );
  }
  const clientCertHeader = readClientCertHeader({ list, text }, mistakes);
  return {
    ...{ places, preflight: preflight === 'pass', openPaths, corsOrigins },
    ...(clientCertHeader !== undefined && { clientCertHeader }),
  };
}

const notForKeys = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'cookie',
  'expect',
  'te',
  'upgrade',
]);
