import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, openFixture, withCode } from '../../support/fixture.ts';

const { domain, admin } = await openFixture();
const create = (slug: string, rest: object = {}) => domain.createWorkspace(admin, { slug, ...rest });

describe('a workspace', () => {
  it('has an issuer, prefix and audience derived from its slug, and starts a new history at 0', async () => {
    const made = await create('acme', { name: 'Acme' });
    const { createdAt, position, ...rest } = made;
    assert.match(position.lineage, /^[0-9a-f]{16}$/);
    assert.deepEqual([position.seq, position.digest], [0, 'AAAAAAAAAAAAAAAAAAAAAA']);
    assert.deepEqual(rest, {
      ...{ slug: 'acme', name: 'Acme', prefix: 'acme', issuer: `${ORIGIN}/acme`, audience: 'acme' },
      ...{ algorithm: 'ES256', scopes: null },
      settings: {
        color: null,
        scopeTexts: {},
        maxKeysPerCustomer: null,
        longestLifeSeconds: null,
        methods: ['signed'],
        allowedOrigins: [],
        allReadersRegistered: false,
        ...{ apiUrl: null, docsUrl: null, supportUrl: null, logo: null, favicon: null },
        setupDismissed: false,
      },
    });
    assert.deepEqual(await domain.workspace('acme'), made);
    assert.deepEqual(
      (await domain.listWorkspaces()).map(({ slug }) => slug),
      ['lostwax', 'acme'],
    );
    assert.ok(createdAt > 0);
  });

  it("is not created with another's slug or prefix, even by concurrent requests", async () => {
    await create('taken', { prefix: 'tk' });
    await assert.rejects(create('taken', { prefix: 'other' }), withCode('workspace_exists'));
    await assert.rejects(create('tk2', { prefix: 'tk' }), withCode('workspace_exists'));
    await assert.rejects(create('lostwax'), withCode('workspace_exists'));
    const both = await Promise.allSettled([create('race'), create('race')]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  for (const slug of ['v1', 'feed', 'portal', 'console', 'oauth', 'assets', 'healthz', 'readyz', 'metrics']) {
    it(`cannot be called ${slug}`, () => assert.rejects(create(slug), withCode('slug_reserved')));
  }

  it("cannot have a prefix that looks like another's shard", async () => {
    for (const prefix of ['acme_fe', 'acme_fe_x', 'a_00', 'x', 'A', '9a', 'a'.repeat(17), '']) {
      await assert.rejects(create('free', { prefix }), withCode('prefix_ambiguous'), prefix);
    }
    await assert.rejects(create('has-dash'), withCode('prefix_ambiguous'));
    assert.equal((await create('has-dash', { prefix: 'has_dash' })).prefix, 'has_dash');
  });

  it('changes name, algorithm and ceiling; slug, prefix and issuer stay', async () => {
    const before = await create('changing');
    const after = await domain.updateWorkspace(admin, 'changing', {
      name: 'n',
      algorithm: 'EdDSA',
      scopes: [],
    });
    assert.deepEqual(after, { ...before, name: 'n', algorithm: 'EdDSA', scopes: [] });
    assert.equal(
      (await domain.updateWorkspace(admin, 'changing', { name: null, scopes: null })).scopes,
      null,
    );
    await assert.rejects(domain.updateWorkspace(admin, 'nowhere', {}), withCode('workspace_not_found'));
  });
});
