/**
 * A process to be killed while it changes the keys of a customer who has many: it prints a line at each commit, and one at the
 * end. Arguments: the database, the workspace, the customer, and the operation.
 */
import { writeSync } from 'node:fs';
import { SYSTEM } from '../../src/domain/access/actor.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const [file = '', slug = '', customer = '', what = ''] = process.argv.slice(2);
const store = openSqliteStore(file);
const domain = createDomain(await createContext(store, 'https://keys.test.example'));
store.onCommit(() => writeSync(1, 'committed\n'));
if (what === 'erase') await domain.eraseCustomer(SYSTEM, slug, customer);
else if (what === 'revoke') await domain.revokeMany(SYSTEM, slug, { customer }, { dryRun: false });
else await domain.updateCustomer(SYSTEM, slug, customer, { state: what as 'active' | 'suspended' });
writeSync(1, 'done\n');
