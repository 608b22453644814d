import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rooms } from '../checks/rooms.ts';
import { assertBroken } from './support.ts';

/** What the check finds in a file of a package that imports one thing; the files in `there` exist. */
function roomFindings(name: string, there: readonly string[]) {
  const file = (path: string, text = '') => ({ path: `packages/${name}/src/${path}`, text });
  return (path: string, specifier: string): string[] =>
    rooms.run([...there.map((other) => file(other)), file(path, `import type { A } from '${specifier}';`)]);
}

describe('rooms of a package import each other along the arrows', () => {
  const found = roomFindings('authority', [
    ...[
      'api/app.ts',
      'web/body.ts',
      'domain/domain.ts',
      'publish/set.ts',
      'feed/handler.ts',
      'store/store.ts',
    ],
    ...['store/rows.ts', 'store/queries/keys.ts', 'store/sqlite/open.ts', 'minting/minter.ts'],
    ...['pages/files.ts', 'openid/provider.ts'],
    ...['integrity/check.ts', 'errors.ts', 'authority.ts'],
  ]);

  for (const [path, specifier] of [
    ['store/a.ts', '../domain/domain.ts'],
    ['store/a.ts', './sqlite/open.ts'],
    ['store/queries/a.ts', 'kysely'],
    ['store/sqlite/a.ts', '../../domain/domain.ts'],
    ['minting/a.ts', '../store/store.ts'],
    ['domain/keys/a.ts', '../../web/body.ts'],
    ['domain/keys/a.ts', '../../api/app.ts'],
    ['domain/keys/a.ts', '../../publish/set.ts'],
    ['domain/keys/a.ts', '../../store/sqlite/open.ts'],
    ['domain/keys/a.ts', 'kysely'],
    ['domain/keys/a.ts', 'hono'],
    ['domain/keys/a.ts', '../../authority.ts'],
    ['web/a.ts', '../domain/domain.ts'],
    ['publish/a.ts', '../feed/handler.ts'],
    ['publish/a.ts', '../store/sqlite/open.ts'],
    ['feed/a.ts', '../api/app.ts'],
    ['pages/a.ts', '../store/store.ts'],
    ['openid/a.ts', '../api/app.ts'],
    ['integrity/a.ts', '../web/body.ts'],
    ['api/a.ts', '../store/store.ts'],
    ['api/a.ts', '../pages/files.ts'],
    ['api/a.ts', 'zod'],
    ['domain/keys/a.ts', 'node:http'],
    ['domain/keys/a.ts', 'node:fs'],
    ['domain/keys/a.ts', 'fs'],
    ['store/queries/a.ts', 'node:fs'],
    ['store/queries/a.ts', 'node:sqlite'],
    ['store/queries/a.ts', '../sqlite/open.ts'],
    ['store/a.ts', 'node:net'],
    ['minting/a.ts', 'node:fs'],
    ['web/a.ts', 'node:fs/promises'],
    ['api/a.ts', 'node:child_process'],
    ['reports/a.ts', '../store/sqlite/open.ts'],
    ['reports/a.ts', 'node:crypto'],
  ] as const) {
    it(`${path} does not import ${specifier}`, () => assert.equal(found(path, specifier).length, 1));
  }

  for (const [path, specifier] of [
    ['domain/keys/a.ts', '../../store/store.ts'],
    ['domain/keys/a.ts', '../../errors.ts'],
    ['domain/keys/a.ts', '@lostwax/core'],
    ['domain/keys/a.ts', 'node:crypto'],
    ['store/queries/a.ts', 'node:util'],
    ['store/queries/a.ts', '../rows.ts'],
    ['store/sqlite/a.ts', '../queries/keys.ts'],
    ['store/sqlite/a.ts', 'kysely'],
    ['store/sqlite/a.ts', 'node:sqlite'],
    ['api/a.ts', '../domain/domain.ts'],
    ['open-store.ts', './store/sqlite/open.ts'],
  ] as const) {
    it(`${path} may import ${specifier}`, () => assert.deepEqual(found(path, specifier), []));
  }
});

describe('rooms of the verifier and the gate', () => {
  const found = {
    verifier: roomFindings('verifier', [
      ...['adapters/express.ts', 'cache/load.ts', 'follower/follower.ts', 'methods/table.ts', 'pins/pins.ts'],
      ...['checker.ts', 'errors.ts', 'freshness.ts', 'key.ts', 'pin-table.ts', 'require.ts', 'verifier.ts'],
    ]),
    gate: roomFindings('gate', [
      ...[
        'door/judge.ts',
        'settings/settings.ts',
        'usage/reporter.ts',
        'ext-authz/server.ts',
        'proxy/body.ts',
      ],
      ...['server/listen.ts', 'threads/pool.ts', 'errors.ts', 'log.ts', 'gate.ts', 'metrics.ts'],
    ]),
  };

  for (const [name, path, specifier] of [
    ['verifier', 'pins/a.ts', '../key.ts'],
    ['verifier', 'pins/a.ts', '../cache/load.ts'],
    ['verifier', 'methods/a.ts', '../pins/pins.ts'],
    ['verifier', 'methods/a.ts', '../checker.ts'],
    ['verifier', 'cache/a.ts', '../methods/table.ts'],
    ['verifier', 'cache/a.ts', '../freshness.ts'],
    ['verifier', 'follower/a.ts', '../methods/table.ts'],
    ['verifier', 'follower/a.ts', '../verifier.ts'],
    ['verifier', 'adapters/a.ts', '../pins/pins.ts'],
    ['verifier', 'adapters/a.ts', '../follower/follower.ts'],
    ['verifier', 'adapters/a.ts', '../checker.ts'],
    ['verifier', 'adapters/a.ts', 'express'],
    ['verifier', 'a.ts', './adapters/express.ts'],
    ['verifier', 'a.ts', 'jose'],
    ['verifier', 'novelty/a.ts', '../key.ts'],
    ['verifier', 'methods/a.ts', 'node:fs'],
    ['verifier', 'pins/a.ts', 'node:http'],
    ['gate', 'door/a.ts', '../settings/settings.ts'],
    ['gate', 'door/a.ts', '@grpc/grpc-js'],
    ['gate', 'settings/a.ts', '../usage/reporter.ts'],
    ['gate', 'usage/a.ts', '../door/judge.ts'],
    ['gate', 'ext-authz/a.ts', '../settings/settings.ts'],
    ['gate', 'ext-authz/a.ts', 'prom-client'],
    ['gate', 'proxy/a.ts', '../server/listen.ts'],
    ['gate', 'server/a.ts', '../threads/pool.ts'],
    ['gate', 'threads/a.ts', '../gate.ts'],
    ['gate', 'threads/a.ts', '../metrics.ts'],
    ['gate', 'a.ts', '@grpc/grpc-js'],
    ['gate', 'novelty/a.ts', '../log.ts'],
    ['gate', 'door/a.ts', 'node:fs'],
    ['gate', 'a.ts', 'node:fs'],
  ] as const) {
    it(`${name}: ${path} does not import ${specifier}`, () =>
      assert.equal(found[name](path, specifier).length, 1));
  }

  for (const [name, path, specifier] of [
    ['verifier', 'methods/a.ts', '../key.ts'],
    ['verifier', 'methods/a.ts', '@lostwax/core'],
    ['verifier', 'cache/a.ts', '../pin-table.ts'],
    ['verifier', 'follower/a.ts', '../freshness.ts'],
    ['verifier', 'adapters/a.ts', '../require.ts'],
    ['verifier', 'pins/a.ts', '../errors.ts'],
    ['verifier', 'a.ts', './follower/follower.ts'],
    ['gate', 'ext-authz/a.ts', '@grpc/grpc-js'],
    ['gate', 'threads/a.ts', '../usage/reporter.ts'],
    ['gate', 'proxy/a.ts', '../log.ts'],
    ['gate', 'a.ts', './threads/pool.ts'],
  ] as const) {
    it(`${name}: ${path} may import ${specifier}`, () => assert.deepEqual(found[name](path, specifier), []));
  }
});

describe('rooms of the pages', () => {
  const found = roomFindings('portal', [
    ...['api/call.ts', 'app/shell.tsx', 'console/console.tsx', 'element/index.tsx', 'found/key-text.ts'],
    ...['history/history.tsx', 'keys/calls.ts', 'pages/portal.tsx', 'portal/portal.tsx', 'texts/texts.ts'],
    ...['ui/dialog.tsx', 'style/all.css'],
  ]);

  for (const [path, specifier] of [
    ['ui/a.tsx', '../console/console.tsx'],
    ['ui/a.tsx', '../keys/calls.ts'],
    ['ui/a.tsx', '../portal/portal.tsx'],
    ['portal/a.tsx', '../console/console.tsx'],
    ['portal/keys/a.tsx', '../../console/console.tsx'],
    ['keys/a.tsx', '../portal/portal.tsx'],
    ['keys/a.tsx', '../console/console.tsx'],
    ['history/a.tsx', '../portal/portal.tsx'],
    ['element/a.tsx', '../console/console.tsx'],
    ['element/a.tsx', '../pages/portal.tsx'],
    ['app/a.tsx', '../portal/portal.tsx'],
    ['app/a.tsx', '../console/console.tsx'],
    ['api/a.ts', '../ui/dialog.tsx'],
    ['texts/a.ts', '../api/call.ts'],
    ['found/a.ts', '../keys/calls.ts'],
    ['console/a.tsx', '../element/index.tsx'],
    ['console/a.tsx', 'react-dom/client'],
    ['ui/a.tsx', 'node:crypto'],
    ['novelty/a.tsx', '../ui/dialog.tsx'],
  ] as const) {
    it(`${path} does not import ${specifier}`, () => assert.equal(found(path, specifier).length, 1));
  }

  for (const [path, specifier] of [
    ['console/a.tsx', '../portal/portal.tsx'],
    ['portal/a.tsx', '../keys/calls.ts'],
    ['element/a.tsx', '../portal/portal.tsx'],
    ['pages/a.tsx', 'react-dom/client'],
    ['pages/a.tsx', '../style/all.css'],
    ['ui/a.tsx', '@base-ui/react/dialog'],
    ['keys/a.tsx', '@lostwax/core/names'],
  ] as const) {
    it(`${path} may import ${specifier}`, () => assert.deepEqual(found(path, specifier), []));
  }
});

describe('a folder that no list names', () => {
  for (const name of [
    ...['authority', 'cli', 'client', 'contract', 'core', 'gate', 'gateways', 'portal', 'server', 'verifier'],
  ])
    it(`is refused in ${name}`, () => {
      assertBroken(rooms, `packages/${name}/src/novelty/a.ts`, '', /folder without a room/);
    });
});
