import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeStores, newPerson, plain } from './support.ts';

describeStores('people', (store) => {
  const { people } = store.read;

  it('an empty store has none', async () => {
    assert.deepEqual(await people.all(), []);
    assert.equal(await people.byLogin('a@test.example'), undefined);
    assert.equal(await people.byId('per_1'), undefined);
    assert.equal(await people.byAccount('https://id.test.example', 'x'), undefined);
  });

  it('lists all by login, and finds each by login, ID and account', async () => {
    const tied = { provider: 'https://id.test.example', subject: 'x' };
    const rows = [
      newPerson('per_1', { login: 'b@test.example' }),
      newPerson('per_2', { login: 'a@test.example', ...tied }),
    ];
    await store.write(async ({ db }) => {
      for (const row of rows) await db.people.insert(row);
    });
    assert.deepEqual(plain(await people.all()), [rows[1], rows[0]]);
    assert.deepEqual(plain(await people.byLogin('b@test.example')), rows[0]);
    assert.equal(await people.byLogin('B@test.example'), undefined);
    assert.deepEqual(plain(await people.byId('per_2')), rows[1]);
    assert.equal((await people.byAccount(tied.provider, 'x'))?.id, 'per_2');
    assert.equal(await people.byAccount('https://other.test.example', 'x'), undefined);
  });

  it('a login is unique', async () => {
    const again = newPerson('per_3', { login: 'a@test.example' });
    await assert.rejects(store.write(({ db }) => db.people.insert(again)));
    assert.equal(await people.byId('per_3'), undefined);
  });

  it('changes only the given columns, and removes', async () => {
    await store.write(({ db }) => db.people.update('per_1', { last_sign_in_at: 7 }));
    assert.deepEqual(
      plain(await people.byId('per_1')),
      newPerson('per_1', { login: 'b@test.example', last_sign_in_at: 7 }),
    );
    await store.write(({ db }) => db.people.remove('per_1'));
    await store.write(({ db }) => db.people.remove('per_1'));
    assert.deepEqual(
      (await people.all()).map(({ id }) => id),
      ['per_2'],
    );
  });
});
