export { GateError, type GateErrorCode } from './errors.ts';
export { type Gate, startGate } from './gate.ts';
export type { Log } from './log.ts';
export { type AnswerCode, problemTable } from './problems.ts';
export { readSettings } from './settings/read.ts';
export type { IssuerSettings, Settings } from './settings/settings.ts';
export type { Sources } from './settings/sources.ts';
export { settingsHelp } from './settings/table.ts';
