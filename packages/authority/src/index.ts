export { type Authority, type AuthorityOptions, startAuthority } from './authority.ts';
export { resetAdmin } from './reset-admin.ts';
export { StartError } from './start-error.ts';
