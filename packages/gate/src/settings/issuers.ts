import { isPrivateUrl, issuerText, parseIssuer, parseOrigin, workspaceOfPointer } from '@lostwax/contract';
import { issuerMistake } from '@lostwax/verifier';
import { readKey } from './key-file.ts';
import type { IssuerSettings } from './settings.ts';
import type { SettingName } from './table.ts';

interface Values {
  readonly list: (name: SettingName) => readonly string[];
  readonly text: (name: SettingName) => string | undefined;
  readonly allowHttp: boolean;
}

interface Known {
  readonly issuer: string;
  readonly workspace: string;
}

const MOST_ISSUERS = 64;

/** Combines the settings of each workspace. Errors are appended to `mistakes`. */
export function readIssuers({ list, text, allowHttp }: Values, mistakes: string[]): IssuerSettings[] {
  const known = readKnown(list('issuer'), mistakes);
  const feeds = readFeeds(list('feed'), known, mistakes);
  const keysOf = (name: SettingName): Map<string, string> => {
    const given = list(name).map((one) =>
      one.replace(/^([A-Za-z0-9_-]+=)?(.*)$/, (_, whose: string = '', file: string) => {
        return whose + (readKey(name, file, mistakes) ?? '');
      }),
    );
    const keys = assigned(name, given, known, mistakes);
    assertOneAuthority(name, keys, known, mistakes);
    return keys;
  };
  const feedKeys = keysOf('feed-key-file');
  const reportKeys = keysOf('report-key-file');
  const readers = assigned('reader', list('reader'), known, mistakes);
  const reportUrl = readReportUrl(text('report-url'), mistakes);
  return known.map(({ issuer, workspace }) => {
    const addresses = feeds.get(workspace) ?? [issuer];
    for (const address of addresses) {
      if (allowHttp || isPrivateUrl(new URL(address))) continue;
      mistakes.push(
        `The feed at ${address} uses http:, so anyone on the network path could make the gate accept keys of their own. Use https:, or set --allow-http.`,
      );
    }
    const feedKey = feedKeys.get(workspace);
    const published = addresses.find((address) => workspaceOfPointer(address) !== undefined);
    if (feedKey !== undefined && published !== undefined)
      mistakes.push(
        `--feed ${published} has signed keys only. Leave out --feed-key-file for ${workspace}, or follow the authority.`,
      );
    const reader = readers.get(workspace);
    const reportKey = reportKeys.get(workspace);
    const reportTo = reportUrl ?? new URL(issuer).origin;
    if (reportKey !== undefined && !allowHttp && !isPrivateUrl(new URL(reportTo)))
      mistakes.push(
        `Usage would be reported to ${reportTo} over http:, where others can read the key. Use https: in --report-url, or set --allow-http.`,
      );
    return {
      issuer,
      workspace,
      feeds: addresses,
      reportUrl: reportTo,
      ...(feedKey !== undefined && { feedKey }),
      ...(reader !== undefined && { reader }),
      ...(reportKey !== undefined && { reportKey }),
    };
  });
}

function readKnown(issuers: readonly string[], mistakes: string[]): Known[] {
  if (issuers.length === 0 || issuers.length > MOST_ISSUERS)
    mistakes.push(
      `--issuer is required, 1 to ${MOST_ISSUERS} times, such as --issuer https://keys.example.com/acme.`,
    );
  if (new Set(issuers).size < issuers.length) mistakes.push('--issuer lists the same issuer twice.');
  return [...new Set(issuers)].flatMap((issuer) => {
    const workspace = parseIssuer(issuer)?.workspace;
    if (workspace !== undefined) return [{ issuer, workspace }];
    mistakes.push(`--issuer "${issuer}" ${issuerMistake(issuer)}.`);
    return [];
  });
}

/** An origin applies to all workspaces, an address with a workspace only to that one. */
function readFeeds(
  given: readonly string[],
  known: readonly Known[],
  mistakes: string[],
): Map<string, string[]> {
  const feeds = new Map<string, string[]>();
  for (const text of given) {
    const origin = parseOrigin(text);
    const workspace = parseIssuer(text)?.workspace ?? workspaceOfPointer(text);
    const meant = known.filter((one) => origin !== undefined || one.workspace === workspace);
    if (origin === undefined && workspace === undefined)
      mistakes.push(
        `--feed takes an origin such as https://10.0.0.5:7430, optionally followed by a workspace, or the address of a static feed, <origin>/<workspace>/feed/pointer.json, not "${text}".`,
      );
    else if (meant.length === 0 && known.length > 0)
      mistakes.push(`--feed ${text} is for a workspace that is not in any --issuer.`);
    for (const one of meant)
      feeds.set(one.workspace, [
        ...(feeds.get(one.workspace) ?? []),
        origin === undefined ? text : issuerText({ origin, workspace: one.workspace }),
      ]);
  }
  return feeds;
}

/** `<workspace>=value` for one workspace, `value` for all of them. */
function assigned(
  name: SettingName,
  given: readonly string[],
  known: readonly Known[],
  mistakes: string[],
): Map<string, string> {
  const values = new Map<string, string>();
  for (const text of given) {
    const [, named, value = ''] = /^(?:([A-Za-z0-9_-]+)=)?(.+)$/.exec(text) ?? [];
    const meant = known.filter(({ workspace }) => named === undefined || workspace === named);
    if (meant.length === 0 && known.length > 0)
      mistakes.push(`--${name} ${named}=… is for a workspace that is not in any --issuer.`);
    // A reader belongs to one workspace and cannot report for another.
    if (name === 'reader' && named === undefined && known.length > 1)
      mistakes.push('With several issuers, specify which: --reader <workspace>=ID.');
    for (const { workspace } of meant) values.set(workspace, value);
  }
  return values;
}

/** A key belongs to one authority. Another one could use it for everything its holder can do. */
function assertOneAuthority(
  name: SettingName,
  keys: ReadonlyMap<string, string>,
  known: readonly Known[],
  mistakes: string[],
): void {
  for (const key of new Set(keys.values())) {
    const told = known.filter(({ workspace }) => keys.get(workspace) === key);
    const origins = new Set(told.map(({ issuer }) => new URL(issuer).origin));
    // A value that could not be read has been reported already.
    if (key !== '' && origins.size > 1)
      mistakes.push(
        `--${name} would send one key to several authorities (${[...origins].join(', ')}). Specify which: --${name} <workspace>=FILE, with workspaces of different names.`,
      );
  }
}

function readReportUrl(given: string | undefined, mistakes: string[]): string | undefined {
  if (given === undefined) return undefined;
  const origin = parseOrigin(given);
  if (origin === undefined)
    mistakes.push(`--report-url takes an origin such as https://keys.example.com, not "${given}".`);
  return origin;
}
