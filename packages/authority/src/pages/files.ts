import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { StartError } from '../start-error.ts';

/** A file in each form that it is sent in. */
export interface PageFile {
  readonly type: string;
  /** Opaque part of its ETag. */
  readonly tag: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** The output of the pages' build. */
export interface PageFiles {
  readonly portal: PageFile;
  readonly console: PageFile;
  /** By name, without a folder. */
  readonly assets: ReadonlyMap<string, PageFile>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built pages into memory once: requests then look up a table entry, never a path on
 * disk.
 *
 * @param folder - Contains portal.html, console.html and assets/, each file with a .br and a .gz
 * next to it where that saves space.
 * @throws {@link StartError} if the pages are missing.
 */
export function readPages(folder: string): PageFiles {
  try {
    const assets = join(folder, 'assets');
    const names = readdirSync(assets).filter((name) => Object.hasOwn(types, extname(name)));
    return {
      portal: readFile(join(folder, 'portal.html')),
      console: readFile(join(folder, 'console.html')),
      assets: new Map(names.map((name) => [name, readFile(join(assets, name))])),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(
      `The portal and console pages are missing from ${folder}: ${why}. Build them with npm run build.`,
      { cause },
    );
  }
}

function readFile(file: string): PageFile {
  const plain = readFileSync(file);
  return {
    type: types[extname(file)] ?? 'application/octet-stream',
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    plain,
    br: readIfThere(`${file}.br`),
    gzip: readIfThere(`${file}.gz`),
  };
}

const readIfThere = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);
