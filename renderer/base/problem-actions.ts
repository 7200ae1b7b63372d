import type { Place } from '../../src/shared/contract/commands.ts';
import type { Cure, ProblemAction } from '../../src/shared/contract/cures.ts';
import { command } from './bridge.ts';
import { goTo } from './route.ts';

const cures: Readonly<Record<NonNullable<Cure> | 'try-again', () => unknown>> = {
  reconnect: () => command('window.show-prompt', {}),
  approve: () => command('window.show-prompt', {}),
  'set-up': () => {
    goTo('setup');
  },
  settings: () => {
    goTo('settings');
  },
  'back-up': () => command('backup.start', { create: true }),
  // A look and a run of its own, without a new backup.
  'try-again': () => command('backup.start', { create: false }),
};

const isPlace = (action: ProblemAction): action is Place => !(action in cures);

/** Resolves when it is over; a failure of a run is seen in the state. */
export const carryOut = async (action: ProblemAction): Promise<void> => {
  await (isPlace(action) ? command('open', { place: action }) : cures[action]());
};
