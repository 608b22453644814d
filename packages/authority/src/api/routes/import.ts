import { BATCH_BYTES } from '../../web/body.ts';
import { problemOf } from '../../web/problems.ts';
import { operation } from '../operation.ts';
import { exportPage, exportQuery, keyImport, keysImported, pinsAsked, pinsKnown } from '../schemas/import.ts';
import { exportedOut, pageOut } from '../wire.ts';

const tag = 'Keys';
const keys = '/v1/workspaces/{workspace}/keys' as const;

export const importOperations = [
  operation({
    id: 'importKeys',
    method: 'post',
    path: `${keys}:import`,
    tag,
    summary: 'Import up to 1,000 keys from another system',
    description:
      'Imports keys that customers already have, by their SHA-256 hashes, as keys of the method `opaque`. They work at gates, verifiers and gateways ' +
      'with pins. Each item has its own outcome, in order, and all keys of a request are created together. Sending an item again changes nothing, so ' +
      'an interrupted import can be repeated. A key that was revoked, has expired or uses another method is refused (`pin_in_use`). The workspace doesn’t need to offer ' +
      '`opaque` keys. If any item is malformed, the whole request is rejected and no key is created.',
    access: 'keys:create',
    body: { schema: keyImport, mostBytes: BATCH_BYTES },
    success: { status: 200, description: 'The outcomes.', schema: keysImported },
    codes: [
      'pin_in_use',
      'method_not_offered',
      'scope_not_allowed',
      'claim_registered',
      'expiry_not_allowed',
      'customer_suspended',
      'key_limit_reached',
    ],
    run: async ({ services, actor, params, body, requestId }) => {
      const { items, dryRun = false } = body;
      const outcomes = await services.domain.importKeys(actor, params.workspace, items, dryRun);
      return {
        items: outcomes.map((it) => (it instanceof Error ? { problem: problemOf(it, requestId) } : it)),
      };
    },
  }),
  operation({
    id: 'exportKeys',
    method: 'get',
    path: `${keys}:export`,
    tag,
    summary: 'Export keys with their hashes, newest first',
    description:
      'Every key record, with the pins of opaque keys, so that another authority or system can import them. A key can’t be derived from its pin, unless it was ' +
      'imported and has few random bits.',
    access: 'admin',
    query: exportQuery,
    success: { status: 200, description: 'One page.', schema: exportPage },
    codes: [],
    run: async ({ services, params, query }) =>
      pageOut(await services.domain.exportKeys(params.workspace, query), exportedOut),
  }),
  operation({
    id: 'findPins',
    method: 'post',
    path: `${keys}:known`,
    tag,
    summary: 'Check whether keys are known, by their hashes',
    description:
      'For gates that pass unknown keys on to another system: a key that was imported and then revoked here must not be accepted there. Returns whether this authority ' +
      'has, or had, an opaque key, client certificate or OAuth client with each pin, in any workspace and state.',
    access: 'feed:read',
    body: { schema: pinsAsked },
    success: { status: 200, description: 'Whether each is known.', schema: pinsKnown },
    codes: [],
    run: async ({ services, params, body }) => ({
      known: [...(await services.domain.knownPins(params.workspace, body.pins))],
    }),
  }),
];
