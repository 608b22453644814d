import { admins } from './de/admins.ts';
import { audit } from './de/audit.ts';
import { choose } from './de/choose.ts';
import { customers } from './de/customers.ts';
import { errors } from './de/errors.ts';
import { gateway } from './de/gateway.ts';
import { keys } from './de/keys.ts';
import { live, usage } from './de/overrides.ts';
import { overview } from './de/overview.ts';
import { people } from './de/people.ts';
import { readers } from './de/readers.ts';
import { revokeMany } from './de/revoke-many.ts';
import { settings } from './de/settings.ts';
import { setup } from './de/setup.ts';
import { firstKey, name, places } from './de/shell.ts';
import { signIn } from './de/sign-in.ts';
import { workspaces } from './de/workspaces.ts';

/** German texts that only the console has. */
export const de = {
  name,
  signIn,
  errors,
  live,
  usage,
  firstKey,
  places,
  workspaces,
  overview,
  setup,
  settings,
  choose,
  keys,
  admins,
  revokeMany,
  customers,
  audit,
  readers,
  gateway,
  people,
};
