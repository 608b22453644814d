/** Every `lostwax` command in a document, and in the examples of `--help`, and every `npm run` in a document is accepted. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { settingsHelp } from '@lostwax/gate';
import type { Command, CommanderError } from 'commander';
import { program } from '../../packages/cli/src/program.ts';
import { codeBlocks } from '../testing/code-blocks.ts';

const root = join(import.meta.dirname, '..', '..');
const documents = globSync('{*,{docs,deploy,gateways,examples,packages,spec,verifiers}/**/*}.md', {
  cwd: root,
  exclude: (name) => /node_modules|CHANGELOG/.test(name),
});

describe('the command line accepts', () => {
  it('the commands in documents', async () => {
    let count = 0;
    for (const path of documents)
      for (const code of codeBlocks(read(path), 'sh', 'bash', ''))
        for (const words of commandsIn(code)) {
          await assertAccepted(words, path);
          count += 1;
        }
    assert.ok(count > 100, `found only ${count} commands`);
  });

  it('the examples in the help of each command', async () => {
    for (const command of leaves(program(false))) {
      const examples = [...helpOf(command).matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line);
      for (const words of examples.flatMap(commandsIn))
        await assertAccepted(words, `${command.name()} --help`);
    }
  });
});

describe('package.json has', () => {
  it('the scripts in documents, and they have the flags', () => {
    let count = 0;
    const lab = globSync('{lab,tools}/**/*.md', { cwd: root });
    for (const path of [...documents, ...lab])
      for (const { 0: text, 1: name = '', 2: rest = '' } of read(path).matchAll(npmRun)) {
        const workspace = /(?:^| )(?:-w|--workspace)[ =](\S+)/.exec(rest)?.[1];
        const scripts = (workspace === undefined ? ['.', dirname(path)] : [workspace]).map(
          (folder) => scriptsOf(folder)[name],
        );
        const script =
          scripts.find((it) => it !== undefined) ?? assert.fail(`${path}: no script for ${text}`);
        const flags = [...(rest.split(' -- ')[1] ?? '').matchAll(/--([a-z-]+)/g)].map((it) => it[1]);
        const program = /\S+\.ts$/.exec(script)?.[0];
        for (const flag of flags)
          assert.match(
            read(program ?? 'package.json'),
            new RegExp(`\\b${flag}: \\{ type: '`),
            `${path}: ${text}`,
          );
        count += 1;
      }
    assert.ok(count > 30, `found only ${count} scripts`);
  });
});

/** The script, and what follows it on the line. */
const npmRun = /\bnpm run ([a-z][\w:-]*)([^\n`&|;#]*)/g;
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function scriptsOf(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, 'package.json');
  if (!existsSync(join(root, path))) return {};
  return (JSON.parse(read(path)) as { scripts?: Record<string, string> }).scripts ?? {};
}

/** Parses a command, and runs nothing. */
async function assertAccepted(words: readonly string[], where: string): Promise<void> {
  const it = program(false);
  for (const leaf of leaves(it)) {
    leaf.configureOutput({ writeOut: () => {}, writeErr: () => {} });
    leaf.action(() => {});
  }
  it.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  const text = `${where}: lostwax ${words.join(' ')}`;
  await it.parseAsync(words, { from: 'user' }).catch(({ code, message }: CommanderError) => {
    if (!/^commander\.(?:help|helpDisplayed|version)$/.test(code)) assert.fail(`${text}\n${message}`);
  });
  if (words[0] !== 'gate') return;
  const flags = words.filter((word) => word.startsWith('--') && word !== '--help' && word !== '--json');
  for (const flag of flags) assert.ok(settingsHelp().includes(`${flag} `), `${text}\nhas no ${flag}`);
}

/** The commands that do something themselves. */
function leaves(of: Command): Command[] {
  return of.commands.length === 0 ? [of] : of.commands.flatMap(leaves);
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

const start =
  /(?:^|\$\(|&&|\||;|[A-Z_]=\S+)[ \t]*(?:\$ )?(?:npx |npm --prefix \S+ exec -- )?lostwax(?=[ \t]|$)/gm;
const word = /[ \t]+((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|&;<>()])+)/y;

/** The words of each `lostwax` command in a shell block, up to a pipe or a redirection. */
function commandsIn(shell: string): string[][] {
  const text = shell.replaceAll(/\\\n\s*/g, ' ');
  return [...text.matchAll(start)].map(({ index, 0: found }) => {
    const words: string[] = [];
    word.lastIndex = index + found.length;
    for (let next = word.exec(text); next !== null; next = word.exec(text)) words.push(bare(next[1] ?? ''));
    return words;
  });
}

const bare = (text: string): string => text.replaceAll(/['"\\]/g, '');
