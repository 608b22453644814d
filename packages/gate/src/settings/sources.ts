import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { environmentName, type SettingName, type SettingRow, settingNames, settingTable } from './table.ts';

/** The values of each setting as strings, and the name under which the user set it. */
export type Given = ReadonlyMap<SettingName, { readonly values: readonly string[]; readonly from: string }>;

/** Where settings come from, in order of precedence. */
export interface Sources {
  /** The arguments after `lostwax gate`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Gathered = Map<SettingName, { values: readonly string[]; from: string }>;

/** Reads flags, then the environment, then the file. Errors are appended to `mistakes`, one sentence each. */
export function gather({ args, env }: Sources, mistakes: string[]): Given {
  const { found, configFile } = fromArgs(args, mistakes);
  fromEnvironment(env, found);
  const file = configFile ?? (env['LOSTWAX_GATE_CONFIG'] || undefined);
  if (file !== undefined) fromFile(file, found, mistakes);
  return found;
}

function fromArgs(args: readonly string[], mistakes: string[]): { found: Gathered; configFile?: string } {
  const found: Gathered = new Map();
  let configFile: string | undefined;
  const options = Object.fromEntries(
    [...settingNames.map((name): [string, SettingRow] => [name, settingTable[name]])].map(
      ([name, { kind }]) => [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) }],
    ),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...options, config: { type: 'string' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      mistakes.push(`"${token.value}" is not a setting: put its flag before it.`);
      continue;
    }
    const { name, rawName, value } = token;
    if (name === 'config' || isSetting(name)) {
      const row: SettingRow | undefined = name === 'config' ? undefined : settingTable[name];
      if (row?.kind === 'flag' ? value !== undefined : value === undefined || value.startsWith('--')) {
        mistakes.push(row?.kind === 'flag' ? `${rawName} takes no value.` : `${rawName} needs a value.`);
      } else if (name === 'config') {
        configFile = value;
      } else {
        const before = row?.kind === 'list' ? (found.get(name)?.values ?? []) : [];
        found.set(name, { values: [...before, value ?? 'true'], from: rawName });
      }
    } else {
      mistakes.push(`Unknown setting ${rawName}. "lostwax gate --help" lists all settings.`);
    }
  }
  return { found, ...(configFile !== undefined && { configFile }) };
}

function fromEnvironment(env: Sources['env'], found: Gathered): void {
  for (const name of settingNames) {
    const from = environmentName(name);
    const text = env[from];
    if (found.has(name) || text === undefined || text === '') continue;
    const { kind }: SettingRow = settingTable[name];
    const values = kind === 'list' ? text.split(/[\s,]+/).filter((it) => it !== '') : [text];
    found.set(name, { values, from });
  }
}

function fromFile(file: string, found: Gathered, mistakes: string[]): void {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    mistakes.push(`Cannot read the settings file ${file}: ${why}.`);
    return;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    mistakes.push(`The file ${file} must contain a JSON object.`);
    return;
  }
  for (const [name, value] of Object.entries(content)) {
    const from = `"${name}" in ${file}`;
    const values = Array.isArray(value) ? value : [value];
    if (!isSetting(name))
      mistakes.push(`${from} is not a setting. "lostwax gate --help" lists all settings.`);
    else if (Array.isArray(value) && (settingTable[name] as SettingRow).kind !== 'list')
      mistakes.push(`${from} takes one value.`);
    else if (!values.every((it) => ['string', 'number', 'boolean'].includes(typeof it)))
      mistakes.push(`${from} must be a string, a number, true, false, or a list of strings.`);
    else if (!found.has(name)) found.set(name, { values: values.map(String), from });
  }
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settingTable, name);
}
