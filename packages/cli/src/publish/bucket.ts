import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import { CHANGED_MEANWHILE, type FileKind, type Place, type PlacedFile, type ReadFile } from './place.ts';

/** A place in a bucket. */
export interface BucketPlace extends Place {
  /** The content of a file of any size. Undefined if there is no such file. */
  stream(name: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** The usual environment variables for S3. */
export type Environment = Readonly<Record<string, string | undefined>>;

const cacheControl: Readonly<Record<FileKind, string>> = {
  immutable: 'public, max-age=86400, immutable',
  current: 'public, max-age=1, must-revalidate',
};
const ANSWER_MILLISECONDS = 30_000;
const SNAPSHOT_MILLISECONDS = 3_600_000;
const RETRIES = 2;
/** Of a condition that isn't met, and of two writes at the same time. */
const OTHERS_WRITE = [409, 412];
/** Of a store that doesn't know conditions. */
const NOT_IMPLEMENTED = 501;

/**
 * A prefix of a bucket of Amazon S3, or of another store with its API. Each PutObject is atomic.
 *
 * @param url - `s3://<bucket>/<prefix>`.
 * @throws Error that names a missing variable.
 */
export function bucketPlace(url: string, environment: Environment): BucketPlace {
  const { address, prefix } = addressOf(url, environment);
  const client = new AwsClient({ ...credentialsOf(environment), service: 's3', retries: RETRIES });
  const ask = async (
    path: string,
    init: RequestInit,
    milliseconds = ANSWER_MILLISECONDS,
    isExpected: (status: number) => boolean = () => false,
  ): Promise<Response> => {
    const signal = AbortSignal.timeout(milliseconds);
    const response = await client.fetch(`${address}${path}`, { ...init, redirect: 'error', signal });
    if (response.ok || response.status === 404 || isExpected(response.status)) return response;
    const [, code] = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(await response.text()) ?? [];
    throw new Error(
      `${url} answered ${response.status}${code === undefined ? '' : ` ${code}`} to ${init.method}.`,
    );
  };
  const at = (name: string): string => `/${prefix}${name}`;
  const noBucket = (): Error => new Error(`There is no bucket at ${url}.`);
  let knowsConditions = true;
  return {
    identify: async () => `${address}/${prefix}`,
    async read(name) {
      const response = await ask(at(name), { method: 'GET' });
      if (response.status === 404) return undefined;
      return { text: await response.text(), version: response.headers.get('etag') ?? '' };
    },
    async stream(name) {
      const { status, body } = await ask(at(name), { method: 'GET' }, SNAPSHOT_MILLISECONDS);
      return status === 404 || body === null ? undefined : (body as unknown as AsyncIterable<Uint8Array>);
    },
    async write(name, content, kind, type) {
      // A blob has a length, without which S3 takes no object, and is read from disk piece by piece.
      const body = Buffer.isBuffer(content)
        ? new Blob([new Uint8Array(content)])
        : await openAsBlob(content.file);
      const headers = { 'content-type': type, 'cache-control': cacheControl[kind] };
      const response = await ask(at(name), { method: 'PUT', headers, body }, SNAPSHOT_MILLISECONDS);
      if (response.status === 404) throw noBucket();
    },
    async replace(name, content, type, before) {
      const put = async (condition: Readonly<Record<string, string>>): Promise<number> => {
        const headers = { 'content-type': type, 'cache-control': cacheControl.current, ...condition };
        const body = new Blob([new Uint8Array(content)]);
        const isExpected = (status: number): boolean =>
          OTHERS_WRITE.includes(status) || (knowsConditions && status === NOT_IMPLEMENTED);
        const response = await ask(
          at(name),
          { method: 'PUT', headers, body },
          ANSWER_MILLISECONDS,
          isExpected,
        );
        await response.body?.cancel();
        return response.status;
      };
      let status = await put(knowsConditions ? conditionOf(before) : {});
      if (status === NOT_IMPLEMENTED) {
        knowsConditions = false;
        status = await put({});
      }
      // If there was a file, only the file can be missing.
      if (OTHERS_WRITE.includes(status) || (status === 404 && before !== undefined))
        throw new Error(CHANGED_MEANWHILE);
      if (status === 404) throw noBucket();
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

/** So that S3 refuses to replace what another process has written since. */
function conditionOf(before: ReadFile | undefined): Readonly<Record<string, string>> {
  if (before === undefined) return { 'if-none-match': '*' };
  return before.version === '' ? {} : { 'if-match': before.version };
}

/** The content of an element without others inside. Names here need no escapes in XML. */
function textIn(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}
