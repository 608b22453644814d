/** A program that tests need and that npm doesn't provide. */
export interface Peer {
  /** Its name in the skip message, and the end of `LOSTWAX_PEER_<NAME>`. */
  readonly name: string;
  /** The exact version; part of the folder's name, so that each version has its own installation. */
  readonly version: string;
  /** How to install it manually, shown by a skipped or failed test. */
  readonly byHand: string;
  /** Installs the program into `folder`, which is new and empty. Rejects with the reason on failure. */
  install(folder: string): Promise<void>;
  /** The path of the program after {@link install}. */
  binary(folder: string): string;
}

/** A program that can't be installed like the others: its tests run only where the environment names one. */
export type OwnPeer = Omit<Peer, 'install' | 'binary'>;

/** The variable of the environment that names a user's own program for a peer. */
export function variableOf(name: string): string {
  return `LOSTWAX_PEER_${name.toUpperCase().replaceAll(/[-.]/g, '_')}`;
}
