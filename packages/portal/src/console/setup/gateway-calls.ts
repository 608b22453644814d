import { type LostwaxClient, type Reader, tokenOf, unwrap, type Workspace } from '@lostwax/client';
import { type Call, useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { ADMINISTRATORS, useAllowed } from '../permissions.ts';
import type { GatewayOption } from './gateway-options.ts';

/** How often a gate polls for changes if it isn't notified. */
const GATE_SECONDS = 5;

export interface GatewayWish {
  readonly option: GatewayOption;
  readonly upstream: string;
}

export interface MadeGateway extends GatewayWish {
  readonly reader: Reader;
  readonly reportKey: string | undefined;
}

/** Registers a gateway, or reuses the one with that name, and creates the key with which it reports usage. */
export function useMakeGateway(of: Workspace): Call<GatewayWish, MadeGateway> {
  const { client } = useSession();
  const may = useAllowed();
  const mayReport = may('admin', null);
  return useCall(async (wish: GatewayWish) => {
    const reader = await readerNamed(client, of.slug, wish.option === 'library' ? 'library' : 'gate');
    const reports = wish.option !== 'library' && mayReport;
    return { ...wish, reader, reportKey: reports ? await makeReportKey(client, of.slug, reader) : undefined };
  }, useRefresh());
}

async function readerNamed(client: LostwaxClient, workspace: string, name: string): Promise<Reader> {
  const params = { path: { workspace } };
  const { items } = await unwrap(client.GET('/v1/workspaces/{workspace}/readers', { params }));
  const known = items.find((reader) => reader.name === name && reader.kind === 'gate');
  if (known !== undefined) return known;
  const body = { name, kind: 'gate', refreshSeconds: GATE_SECONDS } as const;
  return unwrap(client.POST('/v1/workspaces/{workspace}/readers', { params, body }));
}

/** The key's customer is the reader, as with the command line, so that it is revoked together with the reader. */
async function makeReportKey(
  client: LostwaxClient,
  workspace: string,
  { id, name }: Reader,
): Promise<string> {
  const issued = await unwrap(
    client.POST('/v1/workspaces/{workspace}/keys', {
      params: { path: { workspace: ADMINISTRATORS } },
      body: { customer: id, name: `usage reports of ${name}`, scopes: [`usage:write@${workspace}`] },
    }),
  );
  return tokenOf(issued);
}
