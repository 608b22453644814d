import { admins } from './en/admins.ts';
import { audit } from './en/audit.ts';
import { choose } from './en/choose.ts';
import { customers } from './en/customers.ts';
import { errors } from './en/errors.ts';
import { gateway } from './en/gateway.ts';
import { keys } from './en/keys.ts';
import { live, usage } from './en/overrides.ts';
import { overview } from './en/overview.ts';
import { people } from './en/people.ts';
import { readers } from './en/readers.ts';
import { revokeMany } from './en/revoke-many.ts';
import { settings } from './en/settings.ts';
import { setup } from './en/setup.ts';
import { firstKey, name, places } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { workspaces } from './en/workspaces.ts';

/** English texts that only the console has. Every language has exactly these members. */
export const en = {
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
