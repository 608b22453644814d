import type { Gateway, GatewayWorkspace } from './gateway.ts';
import { type GatewayMode, type GivenOptions, textOf } from './option.ts';

/** The methods whose keys a gateway without a gate can check. */
const checkedBy: Readonly<Partial<Record<GatewayMode, readonly string[]>>> = {
  jwt: ['signed', 'shared-signed'],
  pins: ['signed', 'opaque', 'shared-signed'],
};

/** The mode that a configuration is made for. */
function modeOf({ modes, options }: Gateway, given: GivenOptions): GatewayMode | undefined {
  const standard = options.find(({ name }) => name === 'mode')?.standard;
  const mode = textOf(given, 'mode') ?? standard ?? modes[0];
  return modes.find((it) => it === mode);
}

/**
 * The same gateway, which looks at the methods of the workspace first.
 *
 * It refuses a mode that can't check any of the workspace's keys, and says in the configuration which keys it refuses, and which
 * it accepts after they were revoked.
 */
export function knowingMethods(gateway: Gateway): Gateway {
  return {
    ...gateway,
    render(workspace, given) {
      const mode = modeOf(gateway, given);
      const notes = mode === undefined ? [] : notesOf(gateway, mode, workspace);
      const text = gateway.render(workspace, given);
      // JSON has no comments.
      if (notes.length === 0 || text.startsWith('{') || textOf(given, 'part') === 'script') return text;
      return `${notes.map((note) => `# ${note}\n`).join('')}${text}`;
    },
  };
}

function notesOf({ title }: Gateway, mode: GatewayMode, { methods }: GatewayWorkspace): readonly string[] {
  const checked = checkedBy[mode];
  if (methods === undefined || checked === undefined) return [];
  const refused = methods.filter((it) => !checked.includes(it));
  const what = mode === 'jwt' ? 'by the key set' : 'in a table of pins';
  if (refused.length === methods.length)
    throw new RangeError(
      `The keys of this workspace are of the ${wordsOf(methods)}, and ${title} can't check those ${what}. Choose a gate.`,
    );
  const notes =
    refused.length === 0
      ? []
      : [`Keys of the ${wordsOf(refused)} are refused. Use a gate to accept them too.`];
  return mode === 'jwt' && methods.includes('shared-signed')
    ? [
        ...notes,
        'A revoked key of the method shared-signed works until it expires or its signing key is revoked. Use a gate to refuse it at once.',
      ]
    : notes;
}

function wordsOf(methods: readonly string[]): string {
  return `${methods.length === 1 ? 'method' : 'methods'} ${methods.join(' and ')}`;
}
