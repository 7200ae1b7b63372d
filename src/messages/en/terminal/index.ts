/** What the terminal alone says: a part for each command, and a few for what all of them have. */
export { backup, report } from './backup.ts';
export { common } from './common.ts';
export { help } from './help.ts';
export { list } from './list.ts';
export { login } from './login.ts';
export { logout } from './logout.ts';
export { progress } from './progress.ts';
export { prune } from './prune.ts';
export { removed } from './removed.ts';
export { restore } from './restore.ts';
export { settings } from './settings.ts';
export { setup } from './setup.ts';
export { status } from './status.ts';
export { usage } from './usage.ts';
export { watch } from './watch.ts';
