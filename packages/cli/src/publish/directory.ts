import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Place } from './place.ts';

/** A folder that a web server serves. A file appears under its name complete and synced, or not at all. */
export function directoryPlace(root: string): Place {
  const at = (name: string): string => join(root, ...name.split('/'));
  return {
    read: (name) => orMissing(readFile(at(name), 'utf8'), undefined),
    async write(name, content) {
      const file = at(name);
      const part = join(dirname(file), `.${basename(file)}.part`);
      await mkdir(dirname(file), { recursive: true });
      if (!Buffer.isBuffer(content)) await copyFile(content.file, part);
      const handle = await open(part, Buffer.isBuffer(content) ? 'w' : 'r+', 0o644);
      try {
        if (Buffer.isBuffer(content)) await handle.writeFile(content);
        else await handle.chmod(0o644);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
    },
    remove: (name) => rm(at(name), { force: true }),
    async list(folder) {
      const names = await orMissing(readdir(at(folder)), []);
      const files = names.map(async (name) => {
        const { mtimeMs: writtenAt } = await stat(join(at(folder), name));
        return { name: `${folder}/${name}`, writtenAt };
      });
      return Promise.all(files);
    },
  };
}

async function orMissing<T, U>(reading: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  }
}
