import { z } from '@hono/zod-openapi';
import {
  algorithm,
  audience,
  ceiling,
  examplePosition,
  name,
  position,
  prefix,
  slug,
  strict,
  timeOut,
} from '../../web/schemas.ts';
import { exampleSettings, settings, settingsPatch } from './settings.ts';

export const newWorkspace = strict({
  slug,
  name: name.nullable().optional(),
  prefix: prefix
    .optional()
    .openapi({ description: 'Prefix of every key ID in the workspace. Defaults to the slug.' }),
  audience: audience
    .optional()
    .openapi({ description: 'The `aud` claim of every token. Defaults to the slug.' }),
  algorithm: algorithm.optional().openapi({ description: 'Defaults to ES256.' }),
  scopes: ceiling
    .optional()
    .openapi({ description: 'Scopes that a key can have. If omitted or null, any scope is allowed.' }),
}).openapi('NewWorkspace', { example: { slug: 'acme_live', scopes: ['orders:read', 'orders:write'] } });

const fixed =
  'is fixed once the workspace is created, because gateways rely on it. Create another workspace instead.';

export const workspacePatch = strict(
  {
    name: name.nullable().optional(),
    algorithm: algorithm.optional(),
    scopes: ceiling.optional(),
    ...settingsPatch,
  },
  { slug: fixed, prefix: fixed, issuer: fixed, audience: fixed },
)
  .refine((patch) => Object.keys(patch).length > 0, 'must change something, such as name, scopes or color')
  .openapi('WorkspacePatch', { minProperties: 1, example: { name: 'Acme, live' } });

const exampleWorkspace = {
  slug: 'acme_live',
  name: 'Acme, live',
  prefix: 'acme_live',
  issuer: 'https://keys.example.com/acme_live',
  audience: 'acme_live',
  algorithm: 'ES256',
  scopes: ['orders:read', 'orders:write'],
  ...exampleSettings,
  createdAt: '2030-01-01T00:00:00Z',
  position: examplePosition,
};

export const workspace = z
  .object({
    slug,
    name: z.string().nullable(),
    prefix,
    issuer: z.string().openapi({
      description: 'The `iss` claim of every token.',
      example: 'https://keys.example.com/acme_live',
    }),
    audience,
    algorithm,
    scopes: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'Null allows any scope.', example: ['orders:read', 'orders:write'] }),
    ...settings,
    createdAt: timeOut,
    position: position.openapi({
      description: 'Lineage, sequence number and digest of the key set (spec/feed.md §1).',
    }),
  })
  .openapi('Workspace', { example: exampleWorkspace });

export const workspaces = z
  .object({ items: z.array(workspace) })
  .openapi('Workspaces', { example: { items: [exampleWorkspace] } });
