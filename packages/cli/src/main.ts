import { ProblemError, UnreachableError } from '@lostwax/client';
import { CommanderError } from 'commander';
import { CommandError, exitCodes } from './errors.ts';
import { plain, safeJson } from './output.ts';
import { program } from './program.ts';
import { upToUnknown } from './unknown-command.ts';

/**
 * Runs the command line.
 *
 * @param args - The arguments after `lostwax`.
 * @returns The exit code: 0 done, 1 refused, 2 usage, 3 cannot reach.
 */
export async function main(args: readonly string[]): Promise<number> {
  // A reader such as `head` closes the pipe early, which is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.refused);
  });
  const json = args.includes('--json');
  try {
    const lostwax = program(json);
    await lostwax.parseAsync([...upToUnknown(lostwax, args)], { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return report(error, json);
  }
}

/** Errors of the authority and the core, which carry a sentence for people; known by name, as the authority is loaded late. */
const forPeople = new Set(['StartError', 'AuthorityError', 'KeyError', 'GateError']);

function report(error: unknown, json: boolean): number {
  const { code, exitCode, detail } = explain(error);
  const text = detail.split('\n').map(plain).join('\n');
  process.stderr.write(json ? `${safeJson({ code, detail })}\n` : `lostwax: ${text}\n`);
  return exitCode;
}

interface Explained {
  readonly code: string;
  readonly exitCode: number;
  readonly detail: string;
}

/** The authority's own message addresses API clients; here the key comes from a file or the environment. */
const notAccepted =
  'The authority does not accept the administrator key (LOSTWAX_ADMIN_KEY, or admin.key in the data folder): ' +
  'it belongs to another authority, is incomplete, or has ended. On its machine, "lostwax admin reset" creates a new one.';

function explain(error: unknown): Explained {
  if (error instanceof CommandError)
    return { code: error.code, exitCode: error.exitCode, detail: error.message };
  if (error instanceof UnreachableError) {
    return { code: 'unreachable', exitCode: exitCodes.unreachable, detail: error.message };
  }
  const exitCode = exitCodes.refused;
  if (error instanceof ProblemError) {
    return { code: error.code, exitCode, detail: error.code === 'invalid_key' ? notAccepted : error.message };
  }
  if (error instanceof Error && forPeople.has(error.name)) {
    return { code: 'code' in error ? String(error.code) : 'start_refused', exitCode, detail: error.message };
  }
  const trace = error instanceof Error ? error.stack : String(error);
  return { code: 'fault', exitCode, detail: `This is a bug in lostwax. ${trace}` };
}
