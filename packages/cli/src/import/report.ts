import { TextFile } from '../text-file.ts';

/** A line about one record. Never contains the key. */
export interface ReportLine {
  /** In the file, from 1; of a document, the place in its list. */
  readonly line: number;
  /** The ID of the key in the other system. */
  readonly id?: string;
  readonly [member: string]: unknown;
}

/** JSON Lines in a file that is created with its first line: nothing to report leaves no file. */
export class Report {
  readonly file: string;
  #lines: TextFile | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /** @throws CommandError `usage` if the file can't be written. */
  async add(line: ReportLine): Promise<void> {
    this.#lines ??= new TextFile(this.file);
    await this.#lines.write(`${JSON.stringify(line)}\n`);
  }

  /** @throws CommandError `usage` if the file can't be written. */
  async close(): Promise<void> {
    await this.#lines?.close();
  }
}
