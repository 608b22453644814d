import { createHash } from 'node:crypto';
import { isPrivateUrl } from '@lostwax/contract';
import { readKey } from './key-file.ts';
import type { InterfaceSettings } from './settings.ts';
import type { SettingName } from './table.ts';

/** 128 bits in base64url. All characters pass unchanged through the encoding of forms. */
const secretForm = /^[\w.~-]{22,255}$/;

/** Reads what the standard interfaces need: introspection, and the metadata of the protected resource. */
export function readInterfaces(
  text: (name: SettingName) => string | undefined,
  mistakes: string[],
): InterfaceSettings {
  const introspectHash = readSecret(text('introspect-key-file'), mistakes);
  const resource = readResource(text('resource'), mistakes);
  return {
    ...(introspectHash !== undefined && { introspectHash }),
    ...(resource !== undefined && { resource }),
  };
}

/** Only the hash is kept. */
function readSecret(file: string | undefined, mistakes: string[]): string | undefined {
  if (file === undefined) return undefined;
  const secret = readKey('introspect-key-file', file, mistakes);
  if (secret === undefined) return undefined;
  if (!secretForm.test(secret)) {
    mistakes.push(
      `--introspect-key-file: ${file} must contain a secret of 22 to 255 characters of A-Z, a-z, 0-9, "-", ".", "_" and "~". Create one with: openssl rand -hex 32`,
    );
    return undefined;
  }
  return createHash('sha256').update(secret).digest('base64url');
}

function readResource(given: string | undefined, mistakes: string[]): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.parse(given);
  const isUsable =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isPrivateUrl(url))) &&
    url.username === '' &&
    url.password === '' &&
    !/["\\?#\s]/.test(given) &&
    (url.href === given || url.href === `${given}/`);
  if (isUsable) return given;
  mistakes.push(
    `--resource takes the URL of your API, such as https://api.example.com, without a query or fragment, not "${given}".`,
  );
  return undefined;
}
