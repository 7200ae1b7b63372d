import { homeCases } from './home.ts';
import { ok, type Answers } from './answers.ts';
import { settingsOf } from './settings.ts';
import { hoursFromNow, listed, safeState } from './view-state.ts';

/** Fourteen backups in iCloud, one a day, as retention previews them (states/settings.ts). */
const aFortnight = Array.from({ length: 14 }, (_none, age) =>
  listed({ id: `id-${age}`, date: hoursFromNow(-24 * age), size: 1_000_000_000, where: ['icloud'] }),
);

export const storageAnswers = (): Answers => ({
  ...settingsOf(),
  'backups.list': () => ok({ backups: aFortnight, problems: [] }),
});

export const fullState = homeCases.find(({ name }) => name === 'icloud-full')?.state ?? safeState;
