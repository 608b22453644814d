/** What a record of the file is, or why it can't be read. */
export type SourceRecord =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly fault: string };

/** A longer line or row is refused. No key record is anywhere near it. */
export const MOST_RECORD_BYTES = 262_144;

/** Why a record can't be read. None of these texts quotes the record, which may contain a key. */
export const damagedText = 'The text is not valid UTF-8.';
export const tooLongText = 'The row is longer than 256 KiB.';
