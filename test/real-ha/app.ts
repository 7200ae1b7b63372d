import type { App } from '../../src/core/app.ts';
import type { RunReport } from '../../src/shared/run-report.ts';
import { startAppleSimulator, type AppleSimulator } from '../simulators/apple/index.ts';
import { signInTo, TestComputer } from '../support/app-harness.ts';
import type { World } from './world.ts';

export interface OpenApp {
  readonly app: App;
  readonly apple: AppleSimulator;
  readonly computer: TestComputer;
}

/** The whole program on a computer of its own, with a simulated Apple and the real rclone. Nothing is set up yet. */
export const openApp = async ({ later, resourcesDir }: World): Promise<OpenApp> => {
  const apple = await startAppleSimulator();
  later(() => apple.stop());
  const computer = await TestComputer.create(apple);
  later(() => computer.remove());
  const app = await computer.start((ports) => ({ ...ports, resourcesDir }));
  return { app, apple, computer };
};

/** Set up for this Home Assistant and signed in. Of a stranger's only the newest days are taken. */
export const readyApp = async (world: World, retentionDays = world.own ? 14 : 1): Promise<OpenApp> => {
  const open = await openApp(world);
  await open.app.setUp({ url: world.url, token: world.token, retentionDays, floor: 1 }, world.signal);
  await signInTo(open.app, open.apple);
  return open;
};

export const backUp = async (app: App, create: boolean, signal: AbortSignal): Promise<RunReport> =>
  await app.backUp({ create, asked: [], by: 'user' }, () => undefined, signal);

/** A report in a few words. */
export const inWords = ({ outcome, problem, backups, warnings }: RunReport): string => {
  const each = backups.map((backup) => `${backup.outcome}${backup.problem ? ` ${backup.problem.code}` : ''}`);
  const said = warnings.map(({ code }) => `warning ${code}`);
  return [outcome, ...(problem ? [`${problem.code} ${JSON.stringify(problem.facts)}`] : []), ...each, ...said].join(
    ', ',
  );
};
