import type { AlgorithmName } from '@lostwax/core';
import type { GatewayMode, GatewayOption, GivenOptions } from './option.ts';

/** The workspace whose keys a gateway checks. */
export interface GatewayWorkspace {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  readonly audience: string;
  /** Of its key IDs. */
  readonly prefix: string;
  /** Of its keys. If given, a gateway that can't check it is refused. */
  readonly algorithm?: AlgorithmName | undefined;
  /** The maximum lifetime of its keys; null if keys may never expire. If given, a gateway that needs one is refused. */
  readonly longestLifeSeconds?: number | null | undefined;
  /** Of its keys, such as `signed`. If given, a mode that can't check any of them is refused. */
  readonly methods?: readonly string[] | undefined;
}

/** A gateway that a configuration can be made for. */
export interface Gateway {
  /** Its name in `lostwax gateway <name>` and the HTTP API. */
  readonly name: string;
  /** The product's own spelling. */
  readonly title: string;
  readonly modes: readonly GatewayMode[];
  /** The usual name of the configuration's file. */
  readonly file: string;
  /** The name of a second file, which the option `part` prints in the mode `pins`. */
  readonly script?: string;
  /** The command that runs it with that file. */
  readonly run: string;
  /** Values that give a configuration, where the usual ones don't. */
  readonly example?: { readonly upstream?: string; readonly revocation?: string };
  /** The options of the command, which are also the parameters of the HTTP API. */
  readonly options: readonly GatewayOption[];
  /**
   * @param given - By option name. `optionFault` must have accepted each value.
   * @throws RangeError for values that do not go together, in a sentence that says what to give.
   */
  readonly render: (workspace: GatewayWorkspace, given: GivenOptions) => string;
  /**
   * The arguments after `lostwax` that start the process which must run beside it in the modes `gate` and
   * `pins`; takes and throws the same. Undefined for a gateway without these modes.
   */
  readonly beside?: (workspace: GatewayWorkspace, given: GivenOptions) => string;
}
