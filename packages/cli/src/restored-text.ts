import { quoted } from './quoted.ts';
import { readable } from './time.ts';

type RestoreReport = Awaited<ReturnType<typeof import('@lostwax/authority')['restore']>>;
type RestoredWorkspace = RestoreReport['workspaces'][number];

/** The workspace of administrators, who are decided about on their own. */
const ADMINISTRATORS = 'lostwax';

/** Lost keys that are named in the text; `--json` names up to 1,000. */
const NAMED = 20;

const whyUnusable = {
  older: 'is older than the backup',
  'other-history': 'is from another history that the backup does not lead to',
} as const;

/** Where the restored database is. */
interface RestoredTo {
  readonly data: string;
  /** Of PostgreSQL; not repeated in the report, because it can contain a password. */
  readonly database: string | undefined;
}

/** The report of a restore for people. */
export function restoredText(report: RestoreReport, at: RestoredTo): string {
  const lines = report.workspaces.flatMap(workspaceLines);
  for (const source of report.foreignSets)
    lines.push(`${source} was not used: its workspace is not in the backup.`);
  if (report.adminKeyFile !== null) {
    lines.push(`The new administrator key is in ${report.adminKeyFile}. All earlier ones are revoked.`);
    lines.push('Create new keys for gates and backends that used one (--feed-key-file, --report-key-file).');
  }
  return [...lines, ...ending(report, at)].join('\n');
}

function workspaceLines(workspace: RestoredWorkspace): string[] {
  const { slug, sets, unusableSets, revoked, revokedInactive, uncovered, lost } = workspace;
  const lines = [`${slug}: restored from ${readable(workspace.copiedAt)}`];
  for (const { source, feed, completeAt, keys } of sets) {
    const until =
      completeAt === null ? 'complete as of an unknown time' : `complete as of ${readable(completeAt)}`;
    lines.push(`  evidence: ${source}, ${feed} feed, ${keys} ${keys === 1 ? 'key' : 'keys'}, ${until}`);
  }
  for (const { source, why } of unusableSets) lines.push(`  not used: ${source} ${whyUnusable[why]}`);
  if (revoked > 0) {
    const inactive = revokedInactive > 0 ? `, ${revokedInactive} of them disabled or suspended before` : '';
    lines.push(`  keys revoked because they are no longer valid: ${revoked}${inactive}`);
  }
  if (uncovered > 0 && slug !== ADMINISTRATORS) lines.push(`  keys without evidence: ${uncovered}`);
  if (lost.count > 0) {
    lines.push(`  keys created after the backup, which no longer work: ${lost.count}`);
    for (const { keyId, customer } of lost.keys.slice(0, NAMED)) lines.push(`    ${keyId} of ${customer}`);
    if (lost.keys.length > NAMED) lines.push('    …');
  }
  return lines;
}

function ending(
  { settled, unknownSince, workspaces }: RestoreReport,
  { data, database }: RestoredTo,
): string[] {
  if (settled || unknownSince === null) {
    return ['The authority can start. Gates and verifiers then reload all keys within seconds.'];
  }
  const open = workspaces.filter((workspace) => workspace.unknownSince !== null);
  const since = unknownSince.replace(/\.\d+Z$/, 'Z');
  const lines = open.map(({ slug, unknownSince: at }) => {
    const from = readable(at);
    return slug === ADMINISTRATORS
      ? `Administrators: keys and people that were removed after ${from} would have access again.`
      : `${slug}: keys that were revoked after ${from} would be valid again.`;
  });
  const place = `--data ${quoted(data)}${database === undefined ? '' : ' --database <URL>'}`;
  return [
    ...lines,
    'The database is in place, but "lostwax serve" does not start on it until you decide. Nothing was revoked yet. Run one of:',
    `  lostwax restore ${place} --evidence <gate cache or snapshot> --administrators reset`,
    `  lostwax restore ${place} --accept-unknown-since ${since}`,
  ];
}
