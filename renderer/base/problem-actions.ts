import type { Place } from '../../src/shared/contract/places.ts';
import type { ProblemAction } from '../../src/shared/contract/problem-actions.ts';
import { command } from './bridge.ts';
import { asksAboutRemoval, asksAboutStorage, asksToSignInHome, asksWhereHomeIs } from './overlay.ts';
import { goTo, openSettings } from './route.ts';

const askWhereHomeIs = (): void => {
  asksWhereHomeIs.value = true;
};

const cures: Readonly<Record<Exclude<ProblemAction, Place>, () => unknown>> = {
  reconnect: () => command('window.show-prompt', {}),
  approve: () => command('window.show-prompt', {}),
  'set-up': () => {
    goTo('setup');
  },
  settings: () => openSettings('connections'),
  'settings-backups': () => openSettings('backups'),
  'settings-notifications': () => openSettings('notifications'),
  'settings-advanced': () => openSettings('advanced'),
  'change-address': () => openSettings('connections'),
  'sign-in-home': () => {
    asksToSignInHome.value = true;
    openSettings('connections');
  },
  'find-home': askWhereHomeIs,
  'use-found': askWhereHomeIs,
  'type-address': askWhereHomeIs,
  'check-connections': () => {
    openSettings('connections');
    void command('doctor.run', { asksCloud: false });
  },
  'back-up': () => command('backup.start', { create: true }),
  'make-new': () => command('backup.start', { create: true }),
  'make-space': () => {
    asksAboutStorage.value = true;
  },
  'upload-again': () => command('backups.upload-again', {}),
  'accept-removal': () => {
    asksAboutRemoval.value = true;
  },
  // A look and a run of its own, without a new backup.
  'try-again': () => command('backup.start', { create: false }),
};

const isPlace = (action: ProblemAction): action is Place => !(action in cures);

/** Resolves when it is over; a failure of a run is seen in the state. */
export const carryOut = async (action: ProblemAction): Promise<void> => {
  await (isPlace(action) ? command('open', { place: action }) : cures[action]());
};
