import type { IncomingMessage } from 'node:http';
import type { JsonValue } from '@lostwax/core';
import { AuthorityError } from '../errors.ts';
import { parseJson } from './json.ts';

/** Maximum size of a body: 64 KiB, and 4 MiB if it contains a list of keys. */
export const BODY_BYTES = 65_536;
export const BATCH_BYTES = 4_194_304;

export interface Body {
  /** The bytes as sent. */
  readonly bytes: Uint8Array;
  /** The parsed bytes; `undefined` if there are none. */
  readonly value: JsonValue | undefined;
}

/**
 * Reads the JSON body of a request, never holding more than `mostBytes`.
 *
 * @throws {@link AuthorityError} `body_too_large`, `unsupported_media_type`, and those of {@link
 * parseJson}.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Body> {
  const bytes = await collect(request, mostBytes);
  if (bytes.length === 0) return { bytes, value: undefined };
  // After reading, so that an empty body needs no type; before parsing, so that a form posted by a
  // web page isn't read as JSON.
  assertJson(request);
  return { bytes, value: parseJson(bytes) };
}

function collect(request: IncomingMessage, mostBytes: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return Promise.reject(tooLarge(mostBytes));
  // The client may have disconnected during the key lookup; no event follows then.
  if (request.destroyed) return Promise.reject(endedEarly());
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
    else settle(() => reject(tooLarge(mostBytes)));
  };
  const onEnd = (): void =>
    settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)));
  const onClose = (): void => settle(() => reject(endedEarly()));
  const settle = (answer: () => void): void => {
    request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
    answer();
  };
  request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  return promise;
}

function tooLarge(mostBytes: number): AuthorityError {
  const most = `${Math.floor(mostBytes / 1_024)} KiB`;
  return new AuthorityError(
    'body_too_large',
    `The body is larger than the limit of ${most}. Split it into several requests.`,
  );
}

function endedEarly(): AuthorityError {
  return new AuthorityError(
    'invalid_request',
    'The connection closed before the whole body arrived. Send the request again.',
  );
}

function assertJson({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const utf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type === 'application/json' && utf8 && encoding === 'identity') return;
  throw new AuthorityError(
    'unsupported_media_type',
    'The body must be JSON in UTF-8, not compressed: send Content-Type: application/json.',
  );
}
