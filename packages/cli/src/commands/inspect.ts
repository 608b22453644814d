import {
  endingOf,
  headerPrefix,
  isOpaqueKey,
  opaqueKeyPrefix,
  type ParsedAnyToken,
  parseAnyToken,
  parseKeyId,
  workspaceHeaderPrefix,
} from '@lostwax/core';
import type { Command } from 'commander';
import { type CommonOptions, command, outputOf } from '../command.ts';
import { readInput } from '../input.ts';
import { safeJson, sheet } from '../output.ts';
import { readableSeconds } from '../time.ts';

/** `lostwax inspect <token>`. */
export function inspectCommand(): Command {
  return command(
    'inspect <token>',
    'show what is in a key, without contacting an authority',
    'lostwax inspect - < key.txt',
  )
    .addHelpText(
      'after',
      '\nChecks only the format. Use verify to check the key. - reads the key from standard input.',
    )
    .action(async (argument: string, options: CommonOptions) => {
      const text = await readInput(argument);
      if (isOpaqueKey(text)) {
        const prefix = opaqueKeyPrefix(text);
        const seen = { method: 'opaque', prefix, check: endingOf(text) };
        return outputOf(options).result(
          seen,
          `${sheet([
            ['method', 'opaque'],
            ['  prefix', prefix],
            ['  check', `${seen.check} (valid)`],
          ])}\nAn opaque key contains nothing else. "lostwax verify" asks the authority what it grants.`,
        );
      }
      const seen = inspect(parseAnyToken(text));
      outputOf(options).result(seen, people(seen));
    });
}

/** All of a token except its signature, which would make the output usable as the key. */
function inspect({ keyId, signingKeyId, algorithm, claims }: ParsedAnyToken) {
  const { prefix, shard, random, check } = parseKeyId(keyId);
  // The beginning is that of the header, so of what signed it.
  const begins = headerPrefix(prefix, parseKeyId(signingKeyId).shard);
  return {
    header: { kid: signingKeyId, alg: algorithm, typ: 'JWT' },
    claims,
    keyId: { prefix, shard, random, check },
    begins: { workspace: workspaceHeaderPrefix(prefix), shard: begins },
  };
}

function people({ header, claims, keyId, begins }: ReturnType<typeof inspect>): string {
  const { exp, iat, jti } = claims;
  return [
    sheet([
      ['key id', jti],
      ['  prefix', keyId.prefix],
      ['  shard', keyId.shard],
      ['  random', keyId.random],
      ['  check', `${keyId.check} (valid)`],
      ...(header.kid === jti ? [] : [['signed by', header.kid] as const]),
      ['algorithm', header.alg],
      ['issued', `${readableSeconds(iat)} (30 s early, to allow for slow clocks)`],
      ['expires', readableSeconds(exp, 'never')],
      ['scanners', `keys of this workspace begin with ${begins.workspace}`],
      ['gateways', `keys of this shard begin with ${begins.shard}`],
    ]),
    `claims\n${safeJson(claims, 2)}`,
  ].join('\n');
}
