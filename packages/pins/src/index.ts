export { PinsError, type PinsErrorCode } from './errors.ts';
export type { Log } from './log.ts';
export { type Pins, type PinsSettings, type PinsStatus, startPins } from './start.ts';
export type { FeederStatus } from './status.ts';
