/** The JWT libraries that have an example: the rows of the table in docs/jwt-libraries.md, which `npm run bench:docs` writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peers } from '../../tools/peers/table.ts';

/** One library with the settings of its example. The test measures every claim. */
export interface Library {
  readonly name: string;
  readonly language: string;
  /** Of its example, relative to this one. */
  readonly folder: string;
  readonly version: string;
  /** What revocation and new keys depend on, in Markdown. */
  readonly settings: string;
  /** Until a revoked key is refused, and until a new one is accepted. */
  readonly revocationSeconds: number;
  readonly newKeySeconds: number;
  /** What a good key gets once the authority has been unreachable for longer than that. */
  readonly duringOutage: 200 | 503;
}

export const libraries: readonly Library[] = [
  {
    name: 'jose',
    language: 'Node',
    folder: 'jose',
    version: npmVersion('jose'),
    settings: '`cacheMaxAge: 1000`, `cooldownDuration: 1000`',
    revocationSeconds: 1,
    newKeySeconds: 1,
    duringOutage: 503,
  },
  {
    name: 'fast-jwt',
    language: 'Node',
    folder: 'fast-jwt',
    version: npmVersion('fast-jwt'),
    settings: '`cache: false`; a key set in the example',
    revocationSeconds: 5,
    newKeySeconds: 1,
    duringOutage: 503,
  },
  {
    name: 'PyJWT',
    language: 'Python',
    folder: 'pyjwt',
    version: peerVersion('pyjwt'),
    settings: '`lifespan=5`, `cooldown_duration=1`',
    revocationSeconds: 5,
    newKeySeconds: 1,
    duringOutage: 503,
  },
  {
    name: 'golang-jwt with keyfunc',
    language: 'Go',
    folder: 'keyfunc',
    version: `${goVersion('keyfunc', 'golang-jwt/jwt/v5')}, keyfunc ${goVersion('keyfunc', 'keyfunc/v3')}`,
    settings: '`RefreshInterval: 5 * time.Second`, `RefreshUnknownKID`',
    revocationSeconds: 5,
    newKeySeconds: 1,
    duringOutage: 200,
  },
  {
    name: 'go-oidc',
    language: 'Go',
    folder: 'go-oidc',
    version: goVersion('go-oidc', 'go-oidc/v3'),
    settings: '`SkipExpiryCheck: true`; a key set in the example',
    revocationSeconds: 5,
    newKeySeconds: 1,
    duringOutage: 503,
  },
  {
    name: 'Nimbus JOSE + JWT',
    language: 'Java',
    folder: 'nimbus',
    version: peerVersion('nimbus'),
    settings: '`cache(5_000, 2_000)`, `rateLimited(1_000)`',
    revocationSeconds: 5,
    newKeySeconds: 1,
    duringOutage: 503,
  },
];

const outages = { 200: 'accepts its last key set', 503: '503' };

/** The table of docs/jwt-libraries.md. */
export function libraryTable(): string {
  const rows = libraries.map((library) => [
    library.language,
    `[${library.name}](../examples/jwt-libraries/${library.folder}/README.md)`,
    library.version,
    library.settings,
    `${library.revocationSeconds} s`,
    `${library.newKeySeconds} s`,
    outages[library.duringOutage],
  ]);
  const head = [
    'language',
    'example',
    'tested version',
    'settings that matter most',
    'a revoked key is refused within',
    'a new key works within',
    'authority unreachable',
  ];
  return [head, Array<string>(head.length).fill('---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function peerVersion(name: string): string {
  const found = peers.find((peer) => peer.name === name);
  if (found === undefined) throw new Error(`No program ${name} in tools/peers/table.ts.`);
  return found.version;
}

function npmVersion(name: string): string {
  const file = join(import.meta.dirname, '..', '..', 'package-lock.json');
  return JSON.parse(readFileSync(file, 'utf8')).packages[`node_modules/${name}`].version;
}

/** @param module - The end of its path. */
function goVersion(folder: string, module: string): string {
  const text = readFileSync(join(import.meta.dirname, folder, 'go.mod'), 'utf8');
  const [, version] = new RegExp(`/${module} v(\\S+)`).exec(text) ?? [];
  if (version === undefined) throw new Error(`${folder}/go.mod does not require ${module}.`);
  return version;
}
