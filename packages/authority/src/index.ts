export { type Authority, type AuthorityOptions, startAuthority } from './authority.ts';
export { type MoveOptions, migrateAuthority, moveAuthority } from './move.ts';
export type { OpenIdOptions } from './openid/options.ts';
export { type RaiseOptions, raiseEpoch } from './raise-epoch.ts';
export { resetAdmin } from './reset-admin.ts';
export { StartError } from './start-error.ts';
