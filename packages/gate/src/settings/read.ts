import { isNetwork, parseOrigin, withoutBrackets } from '@lostwax/contract';
import { GateError } from '../errors.ts';
import { readDoors } from './doors.ts';
import { readFallback } from './fallback.ts';
import { readInterfaces } from './interfaces.ts';
import { readIssuers } from './issuers.ts';
import type { Settings } from './settings.ts';
import { type Given, gather, type Sources } from './sources.ts';
import { type SettingName, type SettingRow, settingTable } from './table.ts';
import { readTls } from './tls.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads a gate's settings: flags override the environment, which overrides the file.
 *
 * @throws {@link GateError} `settings_invalid` with every mistake, one per line.
 */
export function readSettings(sources: Sources): Settings {
  const mistakes: string[] = [];
  const given = gather(sources, mistakes);
  const settings = check(given, mistakes);
  if (mistakes.length > 0) {
    const lines = mistakes.map((line) => `  ${line}`).join('\n');
    throw new GateError('settings_invalid', `The gate cannot start with these settings:\n${lines}`);
  }
  return settings;
}

function check(given: Given, mistakes: string[]): Settings {
  const text = (name: SettingName): string | undefined => given.get(name)?.values.at(-1) ?? standard(name);
  const list = (name: SettingName): readonly string[] => given.get(name)?.values ?? [];
  const number = (name: SettingName): number | undefined => {
    const value = text(name);
    const [least, most] = (settingTable[name] as SettingRow).bounds ?? [0, 0];
    if (value === undefined) return undefined;
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    const from = given.get(name)?.from ?? `--${name}`;
    mistakes.push(`${from} takes a whole number from ${least} to ${most}, not "${value}".`);
    return least;
  };
  const flag = (name: SettingName): boolean => {
    const value = text(name) ?? 'false';
    if (value !== 'true' && value !== 'false')
      mistakes.push(`${given.get(name)?.from} takes true or false, not "${value}".`);
    return value === 'true';
  };
  const allowHttp = flag('allow-http');
  const statusPort = number('status-port');
  const grpcPort = number('grpc-port');
  const cacheDirectory = text('cache');
  const upstream = readUpstream(text('upstream'), mistakes);
  const trustProxy = list('trust-proxy');
  for (const cidr of trustProxy)
    if (!isNetwork(cidr))
      mistakes.push(
        `--trust-proxy: "${cidr}" is not an address or network. Use one such as 10.0.0.0/8 or ::1.`,
      );
  const tls = readTls({ text }, mistakes);
  const logLevel = text('log-level') ?? 'info';
  if (!logLevels.includes(logLevel))
    mistakes.push(`--log-level takes ${logLevels.join(', ')}, not "${logLevel}".`);
  const port = number('port') ?? 0;
  const ports = [port, grpcPort, statusPort].filter((it) => it !== undefined && it !== 0);
  if (new Set(ports).size < ports.length)
    mistakes.push('--port, --grpc-port and --status-port must differ from each other.');
  const issuers = readIssuers({ list, text, allowHttp }, mistakes);
  const fallback = readFallback(text, issuers, allowHttp, mistakes);
  return {
    issuers,
    ...readDoors({ list, text, flag }, mistakes),
    ...readInterfaces(text, mistakes),
    audiences: list('audience'),
    host: withoutBrackets(text('host') ?? ''),
    port,
    threads: number('threads') ?? 1,
    maxStaleSeconds: number('max-stale') ?? 300,
    upstreamTimeoutSeconds: number('upstream-timeout') ?? 60,
    forwardKey: flag('forward-key'),
    forwardVerify: flag('forward-verify'),
    trustProxy,
    drainSeconds: number('drain') ?? 2,
    allowHttp,
    logLevel,
    ...(grpcPort !== undefined && { grpcPort }),
    ...(statusPort !== undefined && { statusPort }),
    ...(cacheDirectory !== undefined && { cacheDirectory }),
    ...(upstream !== undefined && { upstream }),
    ...(tls !== undefined && { tls }),
    ...(fallback !== undefined && { fallback }),
  };
}

function standard(name: SettingName): string | undefined {
  return (settingTable[name] as SettingRow).standard;
}

function readUpstream(given: string | undefined, mistakes: string[]): string | undefined {
  if (given === undefined) return undefined;
  const origin = parseOrigin(given);
  if (origin === undefined)
    mistakes.push(
      `--upstream takes an origin such as http://127.0.0.1:8080, without a path, not "${given}".`,
    );
  return origin;
}
