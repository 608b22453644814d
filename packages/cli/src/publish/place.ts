/** How long a cache may keep a file: forever, or hardly at all. */
export type FileKind = 'immutable' | 'current';

/** A file, and when it was written, in milliseconds since the Unix epoch. */
export interface PlacedFile {
  readonly name: string;
  readonly writtenAt: number;
}

/** A file that was read. */
export interface ReadFile {
  readonly text: string;
  /** Differs from that of any other content. */
  readonly version: string;
}

/** Where files are published. Names are paths with `/`. Each write replaces the whole file at once. */
export interface Place {
  /**
   * Makes sure that the place exists.
   *
   * @returns A name for it that is the same however it was given, on this machine.
   */
  identify(): Promise<string>;
  /** Undefined if there is no such file. */
  read(name: string): Promise<ReadFile | undefined>;
  /** @param content - Bytes, or the path of a local file to copy. */
  write(
    name: string,
    content: Buffer | { readonly file: string },
    kind: FileKind,
    type: string,
  ): Promise<void>;
  /**
   * Writes a small file that is `current`, unless another process has written it since.
   *
   * @param before - What was read; undefined if there was no such file.
   * @throws Error if the file is another by now.
   */
  replace(name: string, content: Buffer, type: string, before: ReadFile | undefined): Promise<void>;
  /** Does nothing if there is no such file. */
  remove(name: string): Promise<void>;
  /** The files in a folder, without those in its subfolders. */
  list(folder: string): Promise<readonly PlacedFile[]>;
}

/** The message of {@link Place.replace}. */
export const CHANGED_MEANWHILE = 'Something else has written the pointer in the meantime.';
