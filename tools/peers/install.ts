/** Ways to install programs that several peers share. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { run } from './run.ts';

/**
 * Runs a shell script that calls apt-get, with `folder` and `args` as its arguments. One at a time: apt-get can't read its lists
 * while another process updates them.
 */
export function runApt(script: string, folder: string, ...args: readonly string[]): Promise<void> {
  return withLock(join(folder, '..', 'apt.lock'), () => run('sh', ['-c', script, 'sh', folder, ...args]));
}

/** Unpacks one Debian package into a folder without installing it. */
export function unpackDebian(name: string, folder: string): Promise<void> {
  return runApt('cd "$1" && apt-get download --quiet "$2" && dpkg -x "$2"_*.deb .', folder, name);
}

/**
 * Unpacks packages of Debian 13 and all that they depend on, for a program that runs with Debian 13's own libraries. apt-get reads
 * the other release into a folder of its own, from the mirror that this system uses.
 *
 * @param program - Its name in `/usr/sbin`; the launcher in `folder` has the same name.
 */
export async function installDebian13(
  folder: string,
  program: string,
  packages: readonly string[],
): Promise<void> {
  await runApt(unpackDebian13, folder, ...packages);
  await writeFile(join(folder, program), launchDebian13.replaceAll('PROGRAM', program), { mode: 0o755 });
}

const unpackDebian13 = `set -eu
cd "$1"; shift
mkdir -p apt/lists/partial apt/cache/archives/partial
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Label: Debian' | head -1)
key=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$key] \${mirror:-http://deb.debian.org/debian} trixie main" > apt/sources.list
: > apt/status
apt_get() {
  apt-get -qq -o Dir::Etc::sourcelist="$PWD/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State="$PWD/apt" \\
    -o Dir::State::status="$PWD/apt/status" -o Dir::Cache="$PWD/apt/cache" -o APT::Sandbox::User=root \\
    -o APT::Install-Recommends=false -o Acquire::Languages=none "$@"
}
apt_get update
apt_get --download-only --yes install "$@"
for package in apt/cache/archives/*.deb; do dpkg -x "$package" .; done
rm -rf apt`;

const launchDebian13 = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
libraries=$(echo "$here"/usr/lib/*-linux-gnu*)
exec "$libraries"/ld-linux-*.so.* --library-path "$libraries" --argv0 PROGRAM "$here/usr/sbin/PROGRAM" "$@"
`;
