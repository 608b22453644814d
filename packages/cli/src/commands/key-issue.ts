import { type Key, type NewKey, type Rotation, unwrap } from '@lostwax/client';
import type { Command } from 'commander';
import { type CertificateOptions, certificateBody } from '../certificate.ts';
import { collect, command, type OnlineOptions, online, outputOf, self } from '../command.ts';
import { connect } from '../connection.ts';
import { readObject } from '../input.ts';
import { findKey } from '../key-id.ts';
import { type PublicKeyOptions, publicKeyBody } from '../public-key.ts';
import { readable, readDuration, readTime } from '../time.ts';

/** Flags for the contents of a key. */
interface SaidOptions extends OnlineOptions, CertificateOptions, PublicKeyOptions {
  readonly name?: string;
  readonly scope?: readonly string[];
  readonly claims?: string;
  readonly expires?: string;
}

function said(it: Command): Command {
  return it
    .option(
      '--certificate <file>',
      'a client certificate in PEM, for the method certificate, or oauth-client with mutual TLS',
    )
    .option('--private-key <file>', 'its private key, which signs a proof and is never sent')
    .option(
      '--public-key <file>',
      'a public key in PEM or JWK, for the method oauth-client with private_key_jwt instead of a secret',
    )
    .option('--name <text>', 'a display name')
    .option('--scope <scope>', 'a scope to grant; repeatable', collect)
    .option('--claims <json>', 'your own claims, written into the key')
    .option(
      '--expires <time>',
      'when it expires: 90d from now, 2030-01-31 (end of that day, UTC), or 2030-01-31T12:00:00Z',
    );
}

function saidBody({ name, scope, claims, expires, publicKey }: SaidOptions) {
  return {
    ...publicKeyBody(publicKey),
    ...(name !== undefined && { name }),
    ...(scope !== undefined && { scopes: [...scope] }),
    ...(claims !== undefined && { claims: readObject('--claims', claims) }),
    ...(expires !== undefined && { expiresAt: readTime('--expires', expires, Date.now()) }),
  };
}

interface IssueOptions extends SaidOptions {
  readonly workspace: string;
  readonly customer: string;
  readonly metadata?: string;
  readonly method?: NonNullable<NewKey['method']>;
}

/** `lostwax key issue`: only the key is written to stdout. */
export function issueCommand(): Command {
  const issue = command(
    'issue',
    'create a key; it is shown only once, on stdout',
    'lostwax key issue --workspace acme_live --customer cus_4711 --scope orders:read',
    'lostwax key issue --workspace acme_live --customer cus_4711 --expires 90d > key.txt',
    'lostwax key issue --workspace acme_live --customer cus_4711 --method oauth-client --public-key client.pub',
  );
  return said(
    online(issue)
      .requiredOption('--workspace <slug>', 'the workspace')
      .requiredOption('--customer <id>', 'your own ID for the customer; becomes the sub claim'),
  )
    .option(
      '--method <name>',
      'signed, opaque, oauth-client, certificate or shared-signed (default: signed, if the workspace offers it)',
    )
    .option('--metadata <json>', 'your own data, stored in the key record but not in the key')
    .action(async (options: IssueOptions) => {
      const { workspace, customer, metadata, method } = options;
      const client = connect(options);
      const body: NewKey = {
        customer,
        ...saidBody(options),
        ...(await certificateBody(client, options, workspace, () => customer)),
        ...(method !== undefined && { method }),
        ...(metadata !== undefined && { metadata: readObject('--metadata', metadata) }),
      };
      const call = client.POST('/v1/workspaces/{workspace}/keys', {
        params: { path: { workspace } },
        body,
      });
      const issued = await unwrap(call);
      const output = outputOf(options);
      output.say(`${nameOf(issued.key)} for ${customer}. ${whatOf(issued.key)}:`);
      output.result(issued, issued.token ?? issued.key.id);
      if (options.expires !== undefined) output.say(`It expires at ${readable(issued.key.expiresAt)}.`);
      output.say(`To revoke it: ${self()} key revoke ${issued.key.id}`);
    });
}

/** An OAuth client is known by its ID; what goes to stdout is its secret. */
function nameOf({ id, method }: Key): string {
  return method === 'oauth-client' ? `Client ID ${id}` : `Key ${id}`;
}

function whatOf({ method, clientAuthentication }: Key): string {
  if (method === 'certificate') return 'The certificate is the key, so only the key ID is shown';
  if (method === 'oauth-client' && clientAuthentication !== 'client_secret')
    return 'It authenticates with its own private key, so only the client ID is shown';
  return `${method === 'oauth-client' ? 'The client secret' : 'It'} is shown only once`;
}

/** `lostwax key rotate`: only the successor is written to stdout. */
export function rotateCommand(): Command {
  const rotate = command(
    'rotate <key>',
    'create a successor, shown only once, on stdout; the old key expires after the overlap',
    'lostwax key rotate acme_live_7f_0123456789ABCDEF2Wwy7M --overlap 7d',
  ).addHelpText('after', '\nOptions you leave out are copied from the old key.');
  return said(online(rotate))
    .option('--overlap <time>', 'how long the old key keeps working, up to 90d (default: 1d)')
    .action(async (text: string, options: SaidOptions & { readonly overlap?: string }) => {
      const { overlap } = options;
      const client = connect(options);
      const path = await findKey(client, text);
      const customer = async (): Promise<string> => {
        const call = client.GET('/v1/workspaces/{workspace}/keys/{keyId}', { params: { path } });
        return (await unwrap(call)).customer ?? '';
      };
      const body: Rotation = {
        ...saidBody(options),
        ...(await certificateBody(client, options, path.workspace, customer)),
        ...(overlap !== undefined && { overlapSeconds: readDuration('--overlap', overlap) }),
      };
      const call = client.POST('/v1/workspaces/{workspace}/keys/{keyId}/rotate', { params: { path }, body });
      const rotated = await unwrap(call);
      const output = outputOf(options);
      output.say(`${nameOf(rotated.key)} replaces ${path.keyId}. ${whatOf(rotated.key)}:`);
      output.result(rotated, rotated.token ?? rotated.key.id);
      output.say(`Both keys work until ${readable(rotated.replaces.expiresAt)}; then the old key expires.`);
    });
}
