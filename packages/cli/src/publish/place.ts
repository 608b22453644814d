/** How long a cache may keep a file: forever, or hardly at all. */
export type FileKind = 'immutable' | 'current';

/** A file, and when it was written, in milliseconds since the Unix epoch. */
export interface PlacedFile {
  readonly name: string;
  readonly writtenAt: number;
}

/** Where files are published. Names are paths with `/`. Each write replaces the whole file at once. */
export interface Place {
  /** Undefined if there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** @param content - Bytes, or the path of a local file to copy. */
  write(
    name: string,
    content: Buffer | { readonly file: string },
    kind: FileKind,
    type: string,
  ): Promise<void>;
  /** Does nothing if there is no such file. */
  remove(name: string): Promise<void>;
  /** The files in a folder, without those in its subfolders. */
  list(folder: string): Promise<readonly PlacedFile[]>;
}
