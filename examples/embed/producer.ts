import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createClient, unwrap } from '@lostwax/client';
import { build } from 'vite';

const pageFolder = join(import.meta.dirname, 'page');

export interface ProducerOptions {
  /** The authority's origin. */
  readonly authority: string;
  /** An administrator key; `portal:write@<slug>` is enough. It stays in this backend. */
  readonly adminKey: string;
  /** Slug. */
  readonly workspace: string;
  /** 0: any. */
  readonly port: number;
}

export interface Producer {
  /** Where its page is: another origin than the authority's, and one of the workspace's `allowedOrigins`. */
  readonly origin: string;
  stop(): void;
}

/** A producer: a page with `<lostwax-keys>` in it, and the backend that gives the page sessions for the signed-in user. */
export async function startProducer({
  authority,
  adminKey,
  workspace,
  port,
}: ProducerOptions): Promise<Producer> {
  const client = createClient({ url: authority, key: adminKey });
  const page = readFileSync(join(pageFolder, 'index.html'), 'utf8').replaceAll('AUTHORITY', authority);
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html; charset=utf-8', page],
    '/page.css': ['text/css', readFileSync(join(pageFolder, 'page.css'), 'utf8')],
    '/page.js': ['text/javascript', await bundle()],
  };

  const server = createServer((request, response) => {
    const file = request.method === 'GET' ? files[request.url ?? ''] : undefined;
    if (file !== undefined) return send(response, 200, ...file);
    if (request.method !== 'POST' || request.url !== '/lostwax-session')
      return send(response, 404, 'text/plain', '');
    // In a real backend this comes from its own sign-in, never from the browser.
    const signedIn = {
      customer: 'cus_4711',
      customerName: 'Initech',
      actor: { id: 'u_7', name: 'Ada Lovelace' },
    };
    unwrap(
      client.POST('/v1/workspaces/{workspace}/portal-sessions', {
        params: { path: { workspace } },
        body: { ...signedIn, embed: true },
      }),
    ).then(
      ({ token, expiresAt }) => send(response, 200, 'application/json', JSON.stringify({ token, expiresAt })),
      () => send(response, 502, 'text/plain', 'The authority did not create a session.'),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: listening } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${listening}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

/** The page's script, React in it. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: pageFolder,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: join(pageFolder, 'page.tsx'), formats: ['es'], fileName: () => 'page.js' },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('The page was not built.');
  return first.output[0].code;
}
