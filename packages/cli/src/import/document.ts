import { readFile, stat } from 'node:fs/promises';
import { isJsonObject } from '@lostwax/core';
import { parse as parseYaml } from 'yaml';
import { CommandError } from '../errors.ts';
import { type Fields, objectOf } from './formats.ts';
import type { SourceRecord } from './source-record.ts';

/** A document is read as a whole, so a larger one has to be split or converted. */
const MOST_DOCUMENT_BYTES = 268_435_456;

/** The members that hold the list: of Kong's Admin API and Unkey, of AWS, and of decK, in this order. */
const LISTS = ['data', 'items', 'keys', 'keyauth_credentials', 'consumers'] as const;

/** Reads the records of one JSON or YAML document. `line` is the place of the record in its list, from 1. */
export async function* documentRecords(
  file: string,
  kind: 'json' | 'yaml',
): AsyncGenerator<Iterable<SourceRecord>> {
  const { size } = await stat(file);
  if (size > MOST_DOCUMENT_BYTES)
    throw new CommandError(
      'usage',
      `${file} is larger than 256 MiB and must be read as a whole. Convert it to JSON Lines, for example with jq -c '.items[]'.`,
    );
  const text = await readFile(file, 'utf8');
  yield recordsIn(parsed(file, text.replace(/^\uFEFF/, ''), kind));
}

function* recordsIn(document: unknown): Generator<SourceRecord> {
  let line = 0;
  for (const value of listIn(document)) {
    line += 1;
    if (isJsonObject(value)) yield { line, value };
    else yield { line, fault: 'The record is not an object.' };
  }
}

function parsed(file: string, text: string, kind: 'json' | 'yaml'): unknown {
  try {
    return kind === 'json' ? JSON.parse(text) : parseYaml(text);
  } catch {
    // Without the parser's message: it may quote a key.
    throw new CommandError('usage', `${file} is not valid ${kind.toUpperCase()}. Export it again.`);
  }
}

/** A consumer of decK holds its keys, so each of them becomes a record that names the consumer. */
function* listIn(document: unknown): Generator<unknown> {
  if (Array.isArray(document)) yield* document;
  else if (isJsonObject(document)) {
    const name = LISTS.find((list) => Array.isArray(document[list]));
    if (name === undefined)
      throw new CommandError('usage', `The file contains no list of keys: none of ${LISTS.join(', ')}.`);
    const list = document[name] as readonly unknown[];
    if (name !== 'consumers') yield* list;
    else for (const consumer of list) yield* keysOf(objectOf(consumer));
  }
}

function* keysOf(consumer: Fields): Generator<unknown> {
  const keys = consumer['keyauth_credentials'];
  if (!Array.isArray(keys)) return;
  for (const key of keys) yield { ...(key as object), consumer };
}
