import { ACCESS_TOKEN_TYPE, parseIssuer } from '@lostwax/contract';
import {
  isKeyId,
  isOpaqueKey,
  jsonObjectIn,
  KeyError,
  opaqueKeyPrefix,
  parseAnyToken,
  parseKeyId,
} from '@lostwax/core';
import { issuerMistake } from '@lostwax/verifier';
import type { Command } from 'commander';
import { checkKey, type Verdict } from '../check-key.ts';
import { checkRecorded } from '../check-recorded.ts';
import { command, type OnlineOptions, outputOf } from '../command.ts';
import { adminKey, assertPrivate, authorityUrl, connect } from '../connection.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { readInput } from '../input.ts';
import { plain, sheet } from '../output.ts';
import { readableSeconds } from '../time.ts';

interface VerifyOptions extends OnlineOptions {
  readonly issuer?: string;
}

/** `lostwax verify <token>`. */
export function verifyCommand(): Command {
  return command(
    'verify <token>',
    'check a key as a gate does, and explain why it is refused',
    'lostwax verify - < key.txt',
    'lostwax verify "$KEY" --issuer https://keys.example.com/acme_live',
  )
    .option('--url <url>', "URL of the feed (default: the issuer's, LOSTWAX_URL, or http://localhost:7420)")
    .option(
      '--data <folder>',
      'for opaque and shared-signed keys and access tokens: data folder to read admin.key from',
    )
    .option('--issuer <issuer>', 'the issuer the key must have: <origin>/<workspace>')
    .option('--allow-http', 'allow fetching the feed over plain HTTP from another machine')
    .addHelpText(
      'after',
      '\nThe key is not sent anywhere: the set of all pins is fetched instead. For an opaque or shared-signed key, or an access token, this requires an administrator key with feed:read. Exits with 1 if the key is refused. - reads the key from standard input.',
    )
    .action(async (argument: string, options: VerifyOptions) => {
      const text = await readInput(argument);
      const url = authorityUrl(options.url ?? originOf(options.issuer));
      const allowHttp = options.allowHttp === true;
      assertPrivate(url, allowHttp, 'change the key set');
      const output = outputOf(options);
      const check = {
        origin: url.origin,
        issuer: options.issuer && withoutSlashes(options.issuer),
        allowHttp,
        nowSeconds: Math.floor(Date.now() / 1_000),
        onTaking: () => output.progress('Fetching the key set …'),
      };
      const prefix = recordedPrefix(text);
      const checked =
        prefix === undefined
          ? checkKey(text, check)
          : checkRecorded(text, prefix, {
              ...check,
              adminKey: adminKey(options),
              client: connect(options),
            });
      const verdict = await checked.finally(() => output.progress(undefined));
      if (!verdict.valid) process.exitCode = exitCodes.refused;
      if (verdict.valid || output.json) output.result(verdict, verdict.valid ? sheetOf(verdict) : '');
      else output.say(`refused: ${plain(verdict.detail)}`);
    });
}

/**
 * The prefix of a key that only the full feed has. Undefined for a key with a public half of its own, and for
 * anything else.
 */
function recordedPrefix(text: string): string | undefined {
  if (isOpaqueKey(text)) return opaqueKeyPrefix(text);
  const clientId = clientIdIn(text);
  if (clientId !== undefined) return parseKeyId(clientId).prefix;
  try {
    const { keyId, signingKeyId } = parseAnyToken(text);
    return keyId === signingKeyId ? undefined : parseKeyId(keyId).prefix;
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}

/** The client ID in an access token of an OAuth client; undefined for anything else. */
function clientIdIn(text: string): string | undefined {
  const [header = '', payload = ''] = text.split('.');
  const { client_id: clientId } = jsonObjectIn(payload);
  const isAccessToken = jsonObjectIn(header)['typ'] === ACCESS_TOKEN_TYPE;
  return isAccessToken && typeof clientId === 'string' && isKeyId(clientId) ? clientId : undefined;
}

/** @throws {@link CommandError} `usage` for what cannot be an issuer. */
function originOf(issuer: string | undefined): string | undefined {
  if (issuer === undefined) return undefined;
  const origin = parseIssuer(withoutSlashes(issuer))?.origin;
  if (origin !== undefined) return origin;
  throw new CommandError('usage', `--issuer "${issuer}" ${issuerMistake(issuer)}.`);
}

/** People often copy an issuer with a trailing slash, which no key has. */
function withoutSlashes(issuer: string): string {
  return issuer.replace(/\/+$/, '');
}

function sheetOf({ keyId, claims }: Extract<Verdict, { valid: true }>): string {
  const { iss, sub, aud, exp, scope } = claims;
  return sheet([
    ['valid', keyId],
    ['issuer', iss],
    ['customer', sub],
    ['audience', aud],
    ['scopes', scope ?? 'none'],
    ['expires', readableSeconds(exp, 'never')],
  ]);
}
