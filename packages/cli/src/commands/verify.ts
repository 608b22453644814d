import type { Command } from 'commander';
import { checkKey, type Verdict } from '../check-key.ts';
import { command, type OnlineOptions, outputOf } from '../command.ts';
import { assertPrivate, authorityUrl } from '../connection.ts';
import { exitCodes } from '../errors.ts';
import { readInput } from '../input.ts';
import { plain, sheet } from '../output.ts';
import { readableSeconds } from '../time.ts';

interface VerifyOptions extends Omit<OnlineOptions, 'data'> {
  readonly issuer?: string;
}

/** `lostwax verify <token>`. */
export function verifyCommand(): Command {
  return command(
    'verify <token>',
    'check a key against the published key set, and say what is wrong with it',
    'lostwax verify - < key.txt',
    'lostwax verify "$KEY" --issuer https://keys.example.com/acme_live',
  )
    .option(
      '--url <url>',
      "where the key set is (the issuer's, else LOSTWAX_URL, else http://localhost:7420)",
    )
    .option('--issuer <issuer>', 'the issuer that the key must name: <origin>/<workspace>')
    .option('--allow-http', 'take the key set over plain HTTP from another machine')
    .addHelpText(
      'after',
      '\nThe key goes nowhere. Exit code 1 when it is refused. - reads it from standard input.',
    )
    .action(async (argument: string, options: VerifyOptions) => {
      const text = await readInput(argument);
      const url = authorityUrl(options.url ?? originOf(options.issuer));
      assertPrivate(url, options.allowHttp === true, 'change the key set');
      const nowSeconds = Math.floor(Date.now() / 1_000);
      const verdict = await checkKey(text, { origin: url.origin, issuer: options.issuer, nowSeconds });
      const output = outputOf(options);
      if (!verdict.valid) process.exitCode = exitCodes.refused;
      if (verdict.valid || output.json) output.result(verdict, verdict.valid ? sheetOf(verdict) : '');
      else output.say(`refused: ${plain(verdict.detail)}`);
    });
}

function originOf(issuer: string | undefined): string | undefined {
  return issuer === undefined ? undefined : (URL.parse(issuer)?.origin ?? issuer);
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
