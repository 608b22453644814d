import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Which of these texts appear anywhere in the database's files, including the write-ahead log. A separate process reads them:
 * closing a file that SQLite has open drops SQLite's locks (sqlite.org/howtocorrupt.html §2.2).
 */
export function textsInFiles(database: string, texts: readonly string[]): string[] {
  const files = [database, `${database}-wal`].filter((file) => existsSync(file));
  const { stdout } = spawnSync(process.execPath, ['-e', SEARCH, ...files], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as string[];
}

const SEARCH = `
const { readFileSync } = require('node:fs');
const all = process.argv.slice(1).map((file) => readFileSync(file));
const texts = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.filter((text) => all.some((bytes) => bytes.includes(text)))));
`;
