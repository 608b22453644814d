import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { adminCommand } from './commands/admin.ts';
import { adminKeyCommand } from './commands/admin-key.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand } from './commands/backup.ts';
import { doctorCommand } from './commands/doctor.ts';
import { epochCommand } from './commands/epoch.ts';
import { exportCommand } from './commands/export.ts';
import { gateCommand } from './commands/gate.ts';
import { gatewayCommand } from './commands/gateway.ts';
import { importCommand } from './commands/import.ts';
import { inspectCommand } from './commands/inspect.ts';
import { keyCommand } from './commands/key.ts';
import { consoleCommand, portalCommand } from './commands/links.ts';
import { migrateCommand, moveCommand } from './commands/move.ts';
import { pinsCommand } from './commands/pins.ts';
import { publishCommand } from './commands/publish.ts';
import { readerCommand } from './commands/reader.ts';
import { restoreCommand } from './commands/restore.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';
import { workspaceCommand } from './commands/workspace.ts';
import { plain } from './output.ts';

/**
 * The whole command line, nothing run yet.
 *
 * @param json - Whether argument errors are reported in JSON.
 */
export function program(json: boolean): Command {
  const lostwax = new Command('lostwax')
    .description('API keys that each have their own key pair, whose private half is destroyed.')
    .version(version(), '--version', 'show the version')
    .addHelpText('after', about);
  const commands = [
    serveCommand(),
    workspaceCommand(),
    keyCommand(),
    readerCommand(),
    adminKeyCommand(),
    verifyCommand(),
    inspectCommand(),
    portalCommand(),
    consoleCommand(),
    gateCommand(),
    gatewayCommand(),
    pinsCommand(),
    publishCommand(),
    doctorCommand(),
    importCommand(),
    exportCommand(),
    auditCommand(),
    backupCommand(),
    restoreCommand(),
    adminCommand(),
    epochCommand(),
    migrateCommand(),
    moveCommand(),
  ];
  for (const it of commands) lostwax.addCommand(it);
  everyone(lostwax, json);
  return lostwax;
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Commands that are constructed separately inherit no settings, so configure each one. */
function everyone(it: Command, json: boolean): void {
  it.exitOverride().configureOutput({
    outputError: (text, write) => {
      const detail = text
        .replace(/^error: /, '')
        .trimEnd()
        .split('\n')
        .map(plain)
        .join('\n');
      write(json ? `${JSON.stringify({ code: 'usage', detail })}\n` : `lostwax: ${detail}\n`);
    },
  });
  const has = it.commands.length > 0 ? 'commands' : 'options';
  if (!json) it.showHelpAfterError(`Run "${path(it)} --help" for its ${has}.`);
  for (const child of it.commands) everyone(child, json);
}

function path(it: Command): string {
  return it.parent === null ? it.name() : `${path(it.parent)} ${it.name()}`;
}

const about = `
Environment:
  LOSTWAX_URL        URL of the authority (default: http://localhost:7420)
  LOSTWAX_ADMIN_KEY  administrator key (default: read from ./data/admin.key)
  NO_COLOR           no bold text

Exit codes: 0 success, 1 refused, 2 usage error, 3 authority unreachable

Example:
  $ lostwax serve
  $ lostwax workspace create demo
  $ lostwax key issue --workspace demo --customer cus_4711`;
