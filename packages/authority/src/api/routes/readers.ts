import { operation } from '../operation.ts';
import { newReader, reader, readerPatch, readers } from '../schemas/readers.ts';
import { readerOut } from '../wire.ts';

const tag = 'Readers';
const all = '/v1/workspaces/{workspace}/readers' as const;

export const readerOperations = [
  operation({
    id: 'listReaders',
    method: 'get',
    path: all,
    tag,
    summary: 'List registered readers',
    access: 'keys:read',
    success: { status: 200, description: 'All readers.', schema: readers },
    codes: [],
    run: async ({ services, params }) => ({
      items: (await services.domain.listReaders(params.workspace)).map(readerOut),
    }),
  }),
  operation({
    id: 'registerReader',
    method: 'post',
    path: all,
    tag,
    summary: 'Register a gateway or gate as a reader',
    access: 'admin',
    body: { schema: newReader },
    success: { status: 201, description: 'The reader and its ID.', schema: reader },
    codes: ['reader_exists'],
    run: async ({ services, actor, params, body }) =>
      readerOut(await services.domain.registerReader(actor, params.workspace, body)),
  }),
  operation({
    id: 'updateReader',
    method: 'patch',
    path: `${all}/{reader}`,
    tag,
    summary: 'Rename a reader, or change how often it refreshes',
    access: 'admin',
    body: { schema: readerPatch },
    success: { status: 200, description: 'The updated reader.', schema: reader },
    codes: ['reader_not_found', 'reader_exists'],
    run: async ({ services, actor, params, body }) =>
      readerOut(await services.domain.updateReader(actor, params.workspace, params.reader, body)),
  }),
  operation({
    id: 'removeReader',
    method: 'delete',
    path: `${all}/{reader}`,
    tag,
    summary: 'Remove a reader',
    access: 'admin',
    success: { status: 204, description: 'Removed.' },
    codes: ['reader_not_found'],
    run: ({ services, actor, params }) =>
      services.domain.removeReader(actor, params.workspace, params.reader),
  }),
];
