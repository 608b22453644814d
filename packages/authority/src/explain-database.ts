import { StartError } from './start-error.ts';
import { shownUrl } from './store/postgres/connect.ts';

/** What to do about an error of PostgreSQL, by SQLSTATE or system error code; `name` is the database's address. */
const sentences: Readonly<Record<string, (name: string) => string>> = {
  '28P01': (name) => `PostgreSQL refused the password in the address ${name}.`,
  '28000': (name) => `PostgreSQL does not let this user connect to ${name}. Check the user and pg_hba.conf.`,
  '3D000': (name) => `The database ${name} does not exist. Create it with: createdb --encoding UTF8 <name>`,
  '42501': (name) =>
    `The user of ${name} may not create or change tables there. Make it the owner of the database.`,
  '53300': (name) =>
    `PostgreSQL at ${name} has no connections left. Raise max_connections: each replica uses up to ten.`,
  '57P03': (name) => `PostgreSQL at ${name} is starting or stopping. Try again in a moment.`,
  ENOTFOUND: (name) => `The host in ${name} is unknown. Check the address in --database.`,
  ECONNREFUSED: (name) => `Nothing accepts connections at ${name}. Start PostgreSQL, or check --database.`,
  ENOENT: (name) => `There is no socket at ${name}. Start PostgreSQL, or check the address in --database.`,
  ETIMEDOUT: (name) => `${name} does not answer. Check the network, or the address in --database.`,
};

/**
 * Explains a start that failed at PostgreSQL, as a sentence: what happened, and what to do.
 *
 * @returns The error itself if PostgreSQL isn't the cause.
 */
export function explainDatabase(error: unknown, url: string): unknown {
  if (error instanceof StartError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  const sentence = code === undefined ? undefined : sentences[code]?.(shownUrl(url));
  if (sentence !== undefined) return new StartError(sentence, { cause: error });
  if (/timeout|terminated|closed/i.test(error.message))
    return new StartError(`${shownUrl(url)} does not answer (${error.message}).`, { cause: error });
  return error;
}
