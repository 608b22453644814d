import { unwrap, type Workspace } from '@lostwax/client';
import {
  flagOf,
  type Gateway,
  type GatewayOption,
  type GivenOptions,
  gateways,
  optionFault,
} from '@lostwax/gateways';
import type { Command } from 'commander';
import { collect, command, group, type OnlineOptions, online, outputOf, self } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';

/** `lostwax gateway <name>`: one command for each gateway, with the options that its table has. */
export function gatewayCommand(): Command {
  const description = 'print the configuration of a gateway that checks keys';
  const example = 'lostwax gateway envoy --workspace acme_live --upstream 127.0.0.1:8080 > envoy.yaml';
  return group('gateway', description, example, gateways.map(commandOf));
}

type GatewayOptions = OnlineOptions & GivenOptions & { readonly workspace: string };

function commandOf(gateway: Gateway): Command {
  const { name, title, file, script, run, options, example } = gateway;
  const it = online(
    command(
      name,
      `print a ready-to-run configuration for ${title}`,
      `lostwax gateway ${name} --workspace acme_live --upstream ${example?.upstream ?? '127.0.0.1:8080'} > ${file}`,
    ),
  ).requiredOption('--workspace <slug>', 'the workspace whose keys are accepted');
  for (const option of options) addTo(it, option);
  return it.action(async (given: GatewayOptions) => {
    assertGood(options, given);
    const path = { workspace: given.workspace };
    const workspace = await unwrap(connect(given).GET('/v1/workspaces/{workspace}', { params: { path } }));
    const configuration = render(gateway, workspace, given);
    const output = outputOf(given);
    output.result({ gateway: name, workspace: workspace.slug, configuration }, configuration.trimEnd());
    if (given['part'] === 'script')
      return output.say(`Save it as ${script} beside ${title}'s main configuration file.`);
    const called = given['listen'] === undefined ? '' : ` Then call http://${given['listen']}/ with a key.`;
    if (given['mode'] !== 'pins') {
      if (given['mode'] === 'gate' && gateway.beside !== undefined)
        output.say(`The gate must also be running: ${self()} ${gateway.beside(workspace, given)}`);
      return output.say(`Save it as ${file} and run: ${run}.${called}`);
    }
    const imported =
      script === undefined
        ? ' and run'
        : `. It imports ${script}: print it with --part script, and save it beside ${title}'s main configuration file. Then run`;
    output.say(`Save it as ${file}${imported}: ${run}.
In another terminal, start the process that fills its table:
  ${self()} admin-key create gateway --scope feed:read --workspace ${given.workspace} > feed.key
  ${self()} ${gateway.beside?.(workspace, given)}`);
    if (called !== '') output.say(called.trim());
  });
}

function addTo(it: Command, option: GatewayOption): void {
  const flags = `${flagOf(option)} <${option.placeholder}>`;
  if (option.required) it.requiredOption(flags, option.description);
  else if (option.several) it.option(flags, option.description, collect);
  else it.option(flags, option.description, option.standard);
}

function assertGood(options: readonly GatewayOption[], given: GivenOptions): void {
  for (const option of options) {
    for (const value of [given[option.name] ?? []].flat()) {
      const fault = optionFault(option, value);
      if (fault !== undefined) throw new CommandError('usage', `${flagOf(option)} ${fault}.`);
    }
  }
}

/** Conflicting options are a usage error. */
function render(gateway: Gateway, workspace: Workspace, given: GivenOptions): string {
  try {
    return gateway.render(workspace, given);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError('usage', error.message, { cause: error });
    throw error;
  }
}
