import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import type { FileKind, Place, PlacedFile } from './place.ts';

/** The usual environment variables for S3. */
export type Environment = Readonly<Record<string, string | undefined>>;

const cacheControl: Readonly<Record<FileKind, string>> = {
  immutable: 'public, max-age=86400, immutable',
  current: 'public, max-age=1, must-revalidate',
};
const ANSWER_MILLISECONDS = 30_000;
const SNAPSHOT_MILLISECONDS = 3_600_000;
const RETRIES = 2;

/**
 * A prefix of a bucket of Amazon S3, or of another store with its API. Each PutObject is atomic.
 *
 * @param url - `s3://<bucket>/<prefix>`.
 * @throws Error that names a missing variable.
 */
export function bucketPlace(url: string, environment: Environment): Place {
  const { address, prefix } = addressOf(url, environment);
  const client = new AwsClient({ ...credentialsOf(environment), service: 's3', retries: RETRIES });
  const ask = async (
    path: string,
    init: RequestInit,
    milliseconds = ANSWER_MILLISECONDS,
  ): Promise<Response> => {
    const signal = AbortSignal.timeout(milliseconds);
    const response = await client.fetch(`${address}${path}`, { ...init, redirect: 'error', signal });
    if (response.ok || response.status === 404) return response;
    const [, code] = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(await response.text()) ?? [];
    throw new Error(
      `${url} answered ${response.status}${code === undefined ? '' : ` ${code}`} to ${init.method}.`,
    );
  };
  const at = (name: string): string => `/${prefix}${name}`;
  return {
    async read(name) {
      const response = await ask(at(name), { method: 'GET' });
      return response.status === 404 ? undefined : response.text();
    },
    async write(name, content, kind, type) {
      // A blob has a length, without which S3 takes no object, and is read from disk piece by piece.
      const body = Buffer.isBuffer(content)
        ? new Blob([new Uint8Array(content)])
        : await openAsBlob(content.file);
      const headers = { 'content-type': type, 'cache-control': cacheControl[kind] };
      const response = await ask(at(name), { method: 'PUT', headers, body }, SNAPSHOT_MILLISECONDS);
      if (response.status === 404) throw new Error(`There is no bucket at ${url}.`);
    },
    async remove(name) {
      await ask(at(name), { method: 'DELETE' });
    },
    async list(folder) {
      const files: PlacedFile[] = [];
      for (let token = ''; ; ) {
        const query = new URLSearchParams({
          'list-type': '2',
          delimiter: '/',
          prefix: `${prefix}${folder}/`,
        });
        if (token !== '') query.set('continuation-token', token);
        const text = await (await ask(`/?${query}`, { method: 'GET' })).text();
        for (const [, object = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const writtenAt = Date.parse(textIn(object, 'LastModified'));
          files.push({ name: textIn(object, 'Key').slice(prefix.length), writtenAt });
        }
        token = textIn(text, 'NextContinuationToken');
        if (token === '') return files;
      }
    },
  };
}

function addressOf(
  url: string,
  environment: Environment,
): { readonly address: string; readonly prefix: string } {
  const [, bucket, folder = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
  if (bucket === undefined) throw new Error(`"${url}" must look like s3://bucket/prefix.`);
  const parts = folder.split('/').filter((part) => part !== '');
  if (parts.some((part) => !/^[\w.-]+$/.test(part)))
    throw new Error('The prefix may contain only letters, digits, ".", "-", "_" and slashes.');
  const prefix = parts.map((part) => `${part}/`).join('');
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const address =
    endpoint === undefined
      ? `https://${bucket}.s3.${regionOf(environment)}.amazonaws.com`
      : `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  return { address, prefix };
}

function regionOf(environment: Environment): string {
  return environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1';
}

function credentialsOf(environment: Environment) {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  const region = regionOf(environment);
  return { accessKeyId, secretAccessKey, region, ...(sessionToken !== undefined && { sessionToken }) };
}

/** The content of an element without others inside. Names here need no escapes in XML. */
function textIn(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}
