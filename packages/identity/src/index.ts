export { newAuthority } from './authority.ts';
export { foldersIn } from './folders.ts';
export { type Place, renewIdentities } from './renew-identities.ts';
