import { type Command, Option } from 'commander';
import { CommandError } from './errors.ts';
import { textIn } from './read-text.ts';

/** What was given of the provider by which people sign in to the console. */
export interface OpenIdFlags {
  readonly openidIssuer?: string;
  readonly openidClientId?: string;
  readonly openidClientSecretFile?: string;
  readonly openidName?: string;
}

interface OpenId {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name?: string;
}

/** Adds the flags of OpenID Connect to `lostwax serve`. */
export function withOpenId(it: Command): Command {
  return it
    .addOption(
      new Option('--openid-issuer <url>', 'OpenID provider through which people sign in to the console').env(
        'LOSTWAX_OPENID_ISSUER',
      ),
    )
    .addOption(
      new Option('--openid-client-id <id>', 'client ID of this authority at the provider').env(
        'LOSTWAX_OPENID_CLIENT_ID',
      ),
    )
    .addOption(
      new Option('--openid-client-secret-file <file>', 'file with the client secret from the provider').env(
        'LOSTWAX_OPENID_CLIENT_SECRET_FILE',
      ),
    )
    .addOption(
      new Option('--openid-name <text>', 'name in "Sign in with …" (default: the host)').env(
        'LOSTWAX_OPENID_NAME',
      ),
    );
}

/**
 * The provider, or undefined where none was given.
 *
 * @throws {@link CommandError} `usage` where a part is missing, or the secret cannot be read.
 */
export function openIdOf(flags: OpenIdFlags): OpenId | undefined {
  const {
    openidIssuer: issuer,
    openidClientId: clientId,
    openidClientSecretFile: file,
    openidName: name,
  } = flags;
  if ([issuer, clientId, file, name].every((it) => it === undefined)) return undefined;
  if (issuer === undefined || clientId === undefined || file === undefined) {
    throw new CommandError(
      'usage',
      'Sign-in with OpenID Connect requires --openid-issuer, --openid-client-id and --openid-client-secret-file together.',
    );
  }
  return {
    issuer,
    clientId,
    clientSecret: textIn('--openid-client-secret-file', file),
    ...(name !== undefined && { name }),
  };
}
