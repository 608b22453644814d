import { copyFile, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CHANGED_MEANWHILE, type Place } from './place.ts';

/** A folder that a web server serves. A file appears under its name complete and synced, or not at all. */
export function directoryPlace(folder: string): Place {
  const root = resolve(folder);
  const at = (name: string): string => join(root, ...name.split('/'));
  const read = async (name: string) => {
    const text = await orMissing(readFile(at(name), 'utf8'), undefined);
    return text === undefined ? undefined : { text, version: text };
  };
  return {
    async identify() {
      await makeFolder(root);
      return realpath(root);
    },
    read,
    write: (name, content) => put(at(name), content),
    async replace(name, content, _, before) {
      if ((await read(name))?.version !== before?.version) throw new Error(CHANGED_MEANWHILE);
      await put(at(name), content);
    },
    remove: (name) => rm(at(name), { force: true }),
    async list(name) {
      const names = await orMissing(readdir(at(name)), []);
      const files = names.map(async (own) => {
        const { mtimeMs: writtenAt } = await stat(join(at(name), own));
        return { name: `${name}/${own}`, writtenAt };
      });
      return Promise.all(files);
    },
  };
}

async function put(file: string, content: Buffer | { readonly file: string }): Promise<void> {
  const part = join(dirname(file), `.${basename(file)}.part`);
  await makeFolder(dirname(file));
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
  // After a power loss, a pointer must not be there without the files that it names.
  await sync(dirname(file));
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await sync(dirname(made));
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function orMissing<T, U>(reading: Promise<T>, instead: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  }
}
