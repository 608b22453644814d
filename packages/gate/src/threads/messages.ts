import type { TracingVariables } from '@lostwax/server';
import type { SentKey, SharedVerifier, Verdict } from '@lostwax/verifier';
import type { StopTimes } from '../server/stop.ts';
import type { DoorSettings, InterfaceSettings, Settings } from '../settings/settings.ts';
import type { Use } from '../usage/use-counter.ts';

/** What a thread is started with. It contains no administrator key. */
export interface ThreadStart {
  readonly shared: SharedVerifier;
  readonly settings: ThreadSettings;
  readonly tally: SharedArrayBuffer;
  /** Buffer of a {@link Phase}. */
  readonly phase: SharedArrayBuffer;
}

/** The settings that a thread needs. */
export type ThreadSettings = Pick<
  Settings,
  | 'host'
  | 'port'
  | 'grpcPort'
  | 'upstream'
  | 'tls'
  | 'upstreamTimeoutSeconds'
  | 'forwardKey'
  | 'forwardVerify'
  | 'trustProxy'
  | 'threads'
  | keyof DoorSettings
  | keyof InterfaceSettings
> & {
  readonly countsUses: boolean;
  readonly issuers: readonly string[];
  readonly asksElsewhere: boolean;
  /** The variables of OpenTelemetry. */
  readonly traces: TracingVariables;
};

/** From a thread to the main one. */
export type ThreadMessage =
  | { readonly type: 'listening'; readonly port: number; readonly grpcPort: number | undefined }
  | { readonly type: 'cannot_listen'; readonly message: string }
  | { readonly type: 'uses'; readonly uses: readonly Use[] }
  | { readonly type: 'metrics'; readonly id: number }
  | {
      readonly type: 'elsewhere';
      readonly id: number;
      readonly sent: SentKey;
      /** The `traceparent` of the request, if it is traced. */
      readonly parent: string | undefined;
    }
  | {
      readonly type: 'log';
      readonly level: 'warn' | 'error';
      readonly fields: object;
      readonly message: string;
    };

/** From the main thread to another. */
export type MainMessage =
  | { readonly type: 'metrics'; readonly id: number; readonly text: string }
  | { readonly type: 'elsewhere'; readonly id: number; readonly verdict: Verdict }
  | { readonly type: 'stop'; readonly times: StopTimes };
