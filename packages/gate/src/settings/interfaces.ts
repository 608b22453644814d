import { createHash } from 'node:crypto';
import { isPrivateUrl } from '@lostwax/contract';
import { readKey } from './key-file.ts';
import type { InterfaceSettings } from './settings.ts';
import type { SettingName } from './table.ts';

/** 128 bits in base64url. All characters pass unchanged through the encoding of forms. */
const secretForm = /^[\w.~-]{22,255}$/;

/** Reads what the interfaces besides the check itself need: introspection, evidence, and the metadata of the protected resource. */
export function readInterfaces(
  text: (name: SettingName) => string | undefined,
  mistakes: string[],
): InterfaceSettings {
  const introspectHash = readSecret('introspect-key-file', text, mistakes);
  const evidenceHash = readSecret('evidence-key-file', text, mistakes);
  if (evidenceHash !== undefined && text('status-port') === undefined)
    mistakes.push('--evidence-key-file needs --status-port, a port for your own network only.');
  const resource = readResource(text('resource'), mistakes);
  return {
    ...(introspectHash !== undefined && { introspectHash }),
    ...(evidenceHash !== undefined && { evidenceHash }),
    ...(resource !== undefined && { resource }),
  };
}

/** Only the hash is kept. */
function readSecret(
  name: SettingName,
  text: (name: SettingName) => string | undefined,
  mistakes: string[],
): string | undefined {
  const file = text(name);
  if (file === undefined) return undefined;
  const secret = readKey(name, file, mistakes);
  if (secret === undefined) return undefined;
  if (!secretForm.test(secret)) {
    mistakes.push(
      `--${name}: ${file} must contain a secret of 22 to 255 characters of A-Z, a-z, 0-9, "-", ".", "_" and "~". Create one with: openssl rand -hex 32`,
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
