import { allows, permissions } from '../../domain/access/permissions.ts';
import { operation } from '../operation.ts';
import { overview } from '../schemas/overview.ts';
import { usageQuery } from '../schemas/usage.ts';
import { newWorkspace, workspace, workspacePatch, workspaces } from '../schemas/workspaces.ts';
import { overviewOut, workspaceOut } from '../wire.ts';

const tag = 'Workspaces';

export const workspaceOperations = [
  operation({
    id: 'createWorkspace',
    method: 'post',
    path: '/v1/workspaces',
    tag,
    summary: 'Create a workspace',
    description: 'Slug, prefix, issuer and audience can’t be changed later.',
    access: 'admin',
    body: { schema: newWorkspace },
    success: { status: 201, description: 'The workspace.', schema: workspace },
    codes: ['workspace_exists', 'slug_reserved', 'prefix_ambiguous'],
    run: async ({ services, actor, body }) =>
      workspaceOut(await services.domain.createWorkspace(actor, body)),
  }),
  operation({
    id: 'listWorkspaces',
    method: 'get',
    path: '/v1/workspaces',
    tag,
    summary: 'List workspaces',
    access: 'any',
    success: { status: 200, description: 'The workspaces.', schema: workspaces },
    codes: [],
    run: async ({ services, principal }) => {
      const all = await services.domain.listWorkspaces();
      const mine = all.filter(
        ({ slug }) => principal && permissions.some((it) => allows(principal, it, slug)),
      );
      return { items: mine.map(workspaceOut) };
    },
  }),
  operation({
    id: 'getWorkspace',
    method: 'get',
    path: '/v1/workspaces/{workspace}',
    tag,
    summary: 'Get a workspace',
    access: 'any',
    success: { status: 200, description: 'The workspace.', schema: workspace },
    codes: [],
    run: async ({ services, params }) => workspaceOut(await services.domain.workspace(params.workspace)),
  }),
  operation({
    id: 'getOverview',
    method: 'get',
    path: '/v1/workspaces/{workspace}/overview',
    tag,
    summary: 'Get the workspace overview',
    description: 'Key counts, calls per day, gateway health and completed setup steps.',
    access: 'keys:read',
    query: usageQuery,
    success: { status: 200, description: 'The overview.', schema: overview },
    codes: [],
    run: async ({ services, params, query }) => {
      const { days = 30, timeZone = 'UTC' } = query;
      return overviewOut(await services.domain.overview(params.workspace, { days, timeZone }));
    },
  }),
  operation({
    id: 'updateWorkspace',
    method: 'patch',
    path: '/v1/workspaces/{workspace}',
    tag,
    summary: 'Update a workspace',
    description: 'A new algorithm, scope list or limit applies to keys created afterwards.',
    access: 'admin',
    body: { schema: workspacePatch, mostBytes: 128 * 1024 },
    success: { status: 200, description: 'The updated workspace.', schema: workspace },
    codes: ['secret_key_missing'],
    run: async ({ services, actor, params, body }) => {
      const { name, algorithm, scopes, ...settings } = body;
      const patch = { name, algorithm, scopes, settings };
      return workspaceOut(await services.domain.updateWorkspace(actor, params.workspace, patch));
    },
  }),
];
