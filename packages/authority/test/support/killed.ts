/**
 * A process to be killed: until then, it issues, rotates and revokes, and prints each acknowledgement as soon as it receives it.
 * Arguments: the database and the workspace.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { SYSTEM } from '../../src/domain/access/actor.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import type { IssuedKey } from '../../src/domain/keys/types.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const [file = '', slug = ''] = process.argv.slice(2);
const domain = createDomain(await createContext(openSqliteStore(file), 'https://keys.test.example'));

function say(...words: string[]): void {
  writeSync(1, `${words.join(' ')}\n`);
}

function issued({ key, token }: IssuedKey): string {
  say(
    'issued',
    key.id,
    createHash('sha256')
      .update(token as string)
      .digest('hex'),
  );
  return key.id;
}

async function work(customer: string): Promise<never> {
  for (;;) {
    const one = issued(await domain.issue(SYSTEM, slug, { customer }));
    const batch = await domain.issueMany(SYSTEM, slug, [{ customer }, { customer }, { customer }]);
    const ids = batch.flatMap((outcome) => (outcome instanceof Error ? [] : [issued(outcome)]));
    issued(await domain.rotate(SYSTEM, slug, one, {}));
    for (const id of ids.slice(1)) {
      await domain.revoke(SYSTEM, slug, id);
      say('revoked', id);
    }
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(work));
