import { type NewPortalSession, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { collect, command, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';

const GOOD = 'It works once and expires in 5 minutes.';

/** `lostwax console`. */
export function consoleCommand(): Command {
  return online(
    command('console', 'print a link that signs you in to the console', 'lostwax console'),
  ).action(async (options: OnlineOptions) => {
    const opened = await unwrap(connect(options).POST('/v1/console/codes'));
    const output = outputOf(options);
    output.result(opened, opened.url);
    output.say(`${GOOD} The session lasts 8 hours and has your key's permissions.`);
  });
}

interface PortalOptions extends OnlineOptions {
  readonly workspace: string;
  readonly customer: string;
  readonly customerName?: string;
  readonly can?: readonly string[];
  readonly scope?: readonly string[];
  readonly returnUrl?: string;
  readonly locale?: string;
}

const acts: readonly string[] = ['view', 'create', 'rotate', 'revoke'];

/** `lostwax portal`. */
export function portalCommand(): Command {
  return online(
    command(
      'portal',
      'print a link to a customer portal, as your backend would create it',
      'lostwax portal --workspace acme_live --customer cus_4711',
    ),
  )
    .requiredOption('--workspace <slug>', 'the workspace of the keys')
    .requiredOption('--customer <id>', 'your own ID for the customer')
    .option('--customer-name <text>', 'a display name')
    .option('--can <act>', `${acts.join(', ')}; repeatable (default: all)`, collect)
    .option(
      '--scope <scope>',
      "a scope its keys can have; repeatable (default: the customer's scopes)",
      collect,
    )
    .option('--return-url <url>', 'URL of the back link')
    .option('--locale <tag>', "language of the pages (default: the browser's)")
    .action(async (options: PortalOptions) => {
      const path = { workspace: options.workspace };
      const opened = await unwrap(
        connect(options).POST('/v1/workspaces/{workspace}/portal-sessions', {
          params: { path },
          body: bodyOf(options),
        }),
      );
      const output = outputOf(options);
      output.result(opened, opened.url ?? '');
      output.say(`${GOOD} The session lasts an hour.`);
    });
}

function bodyOf({ customer, customerName, can, scope, returnUrl, locale }: PortalOptions): NewPortalSession {
  const wrong = can?.find((act) => !acts.includes(act));
  if (wrong !== undefined) throw new CommandError('usage', `--can takes ${acts.join(', ')}, not "${wrong}".`);
  return {
    customer,
    ...(customerName !== undefined && { customerName }),
    ...(can !== undefined && { can: [...can] as NonNullable<NewPortalSession['can']> }),
    ...(scope !== undefined && { scopes: [...scope] }),
    ...(returnUrl !== undefined && { returnUrl }),
    ...(locale !== undefined && { locale }),
  };
}
