/** Everything that tray, notifications, terminal and main itself say; windows have parts of their own (windows/). */
export { describeActivity } from './activity.ts';
export { levels } from './levels.ts';
export { leftOut } from './inside.ts';
export { notify } from './notify.ts';
export { defects, kinds, left, listed, retention } from './plan.ts';
export { doubts } from './proof.ts';
export { problems } from './problems.ts';
export { reasons } from './reasons.ts';
export { sheet } from './sheet.ts';
export { restoreKept, restoreSteps, stepsAfterRestore, stepsInHome, waysBack } from './restore-steps.ts';
export { connection, safety, secretStore } from './safety.ts';
export { setting } from './settings.ts';
export * as terminal from './terminal/index.ts';
export { times } from './times.ts';
export { toldHome } from './told-home.ts';
export { tray } from './tray.ts';
export { search } from './windows/search.ts';
export { shell } from './windows/shell.ts';
