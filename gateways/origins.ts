/** What a cell of the table in README.md says, and where it comes from. */
import type { GivenOptions } from '../packages/gateways/src/index.ts';

/** A figure of docs/figures. */
export interface FigureSource {
  readonly suite: string;
  /** Matches the row's `what`. */
  readonly what: RegExp;
  /** Matches its peer, where several rows have the same `what`. */
  readonly peer?: RegExp;
  /** How the table says it. */
  readonly show: (value: number, peer: number) => string;
}

/** A part of a cell, and where it comes from: nothing that the project can measure is typed here. */
export type Origin =
  | { readonly figure: FigureSource }
  /** The most keys, or the shortest and longest delay, that `lostwax gateway <name>` accepts with these options. */
  | {
      readonly accepted: 'keys' | 'revocation';
      readonly gateway: string;
      readonly given?: GivenOptions;
    }
  /** What a test checks; its file, relative to this folder. */
  | { readonly says: string; readonly test: string }
  /** What the gateway's own documentation or source says, or one of these pages. */
  | { readonly says: string; readonly source: string };

/** One way in which a gateway can check keys. */
export interface Way {
  readonly gateway: string;
  /** The page about it, relative to this folder. */
  readonly page: string;
  readonly by: 'key set' | 'gate' | 'pins' | 'gate as the proxy' | 'its own code, with a gate';
  /** How long until a new key works and a revoked one is refused. */
  readonly delay: readonly Origin[];
  readonly mostKeys: readonly Origin[];
  readonly cost: readonly Origin[];
  /** While the authority is unreachable. */
  readonly unreachable: readonly Origin[];
  /** What of it is tested, where the program itself isn't. */
  readonly partly?: { readonly says: string; readonly test: string };
  /** The entries of tools/peers that a test checks its configuration with. */
  readonly schemas?: readonly string[];
  /** The programs of tools/peers that run it, and a test, relative to this folder. Without it, nothing runs it. */
  readonly tested?: { readonly peers: readonly string[]; readonly test: string; readonly note?: string };
}

export const microseconds = (value: number): string => `${value.toFixed(0)} us`;
export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
/** A figure of a suite's report, as the table shows it. */
export const shown = (suite: string, what: RegExp, show: FigureSource['show'], peer?: RegExp): Origin => ({
  figure: { suite, what, show, ...(peer !== undefined && { peer }) },
});
const p99 = (suite: string, begin: string, of: string, where: string): Origin => ({
  figure: {
    suite,
    what: new RegExp(`^${begin}.*, p99$`),
    show: (value) => `${of} p99 ${value.toFixed(0)} ms${where}`,
  },
});
/** @param gateway - As in the rows of the suite, with a comma; empty for gates themselves. */
export const delays = (suite: string, gateway = '', where = ''): readonly Origin[] => [
  p99(suite, `${gateway}from a new key's response`, 'new:', where),
  p99(suite, `${gateway}from the revocation's response`, 'revoked:', where),
];
export const bytesEach = (suite: string, what: RegExp, where = ''): Origin => ({
  figure: { suite, what, show: (value) => `limited by memory: ${value.toFixed(0)} bytes a key${where}` },
});

/** What all that ask a gate have in common. */
export const askGate = {
  by: 'gate',
  delay: delays('revocation', '', ' at the gate'),
  mostKeys: [bytesEach('verifier', /^memory per key, set of 100,000,000 keys$/, ' at the gate')],
  cost: [
    {
      figure: {
        suite: 'gate',
        what: /^gate, forward-auth, one thread$/,
        show: (value: number) => `${microseconds(1e6 / value)} of processor time at the gate`,
      },
    },
  ],
  unreachable: [
    {
      says: 'goes on for `--max-stale` (300 s), then refuses',
      test: '../packages/gate/test/faults/feed.test.ts',
    },
  ],
} as const;
/** What all that hold pins have in common. */
export const pins = (test: string) => ({
  by: 'pins' as const,
  unreachable: [{ says: 'goes on for `--max-stale` (300 s), then refuses', test }],
});
export const keepsLast = [
  { says: '**accepts the last keys indefinitely**', test: 'envoy/test/config.test.ts' },
];
