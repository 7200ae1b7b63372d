/** What every window may say, whatever it shows. */
export { appPassword } from '../app-password.ts';
export { kinds } from '../plan.ts';
export { connection, safety, secretStore } from '../safety.ts';
export { times } from '../times.ts';
export { common, cures, movedHome, removal } from './common.ts';
export { running } from './running.ts';
