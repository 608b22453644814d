import type { IssuedKey, SessionInfo } from '@lostwax/client';
import type { useTexts } from '../texts/texts.ts';

/** A line that holds a new key, for copying. */
export interface KeyLine {
  readonly label: string;
  /** The line with this text as the key: the masked one on the page, the whole one in the clipboard. */
  readonly lineWith: (text: string) => string;
}

/** Something that belongs to a new key and is no secret. */
export interface OpenPart {
  readonly name: string;
  readonly text: string;
}

/** What a page says beside a new key, by the key's method. */
export interface KeyGuide {
  /** What the key itself is called. */
  readonly key: string;
  readonly once: string;
  readonly parts: readonly OpenPart[];
  readonly lines: readonly KeyLine[];
}

/** For a shell: the address may hold characters that mean something there. */
const quoted = (address: string): string => `'${address.replaceAll("'", '%27')}'`;

/** How to use a new key: with the text itself, or with the access tokens that a client secret buys. */
export function guideFor(
  { key }: Pick<IssuedKey, 'key'>,
  workspace: SessionInfo['workspace'],
  { create, oauth }: ReturnType<typeof useTexts>,
  tokenUrl = `${workspace?.issuer}/oauth/token`,
): KeyGuide {
  const name = (workspace?.slug ?? key.workspace).toUpperCase().replaceAll('-', '_');
  if (key.method === 'oauth-client' && workspace !== undefined) {
    return {
      key: oauth.secret,
      once: oauth.once,
      parts: [
        { name: oauth.clientId, text: key.id },
        { name: oauth.tokenUrl, text: tokenUrl },
      ],
      lines: [
        {
          label: create.env,
          lineWith: (text) => `${name}_CLIENT_ID=${key.id}\n${name}_CLIENT_SECRET=${text}`,
        },
        {
          label: oauth.curl,
          lineWith: (text) =>
            `curl -u "${key.id}:${text}" -d grant_type=client_credentials ${quoted(tokenUrl)}`,
        },
      ],
    };
  }
  const address = workspace?.apiUrl ?? create.address;
  return {
    key: create.key,
    once: create.once,
    parts: [],
    lines: [
      { label: create.env, lineWith: (text) => `${name}_API_KEY=${text}` },
      {
        label: create.curl,
        lineWith: (text) => `curl -H "Authorization: Bearer ${text}" ${quoted(address)}`,
      },
    ],
  };
}
