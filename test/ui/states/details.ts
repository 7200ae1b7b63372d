import type { Locator, Page } from 'playwright-core';
import type { LevelResult } from '../../../src/shared/proof.ts';
import { aVerification } from '../../support/told-proof.ts';
import { ok, type Answers } from './answers.ts';
import { settingsOf } from './settings.ts';
import { hoursFromNow, listed, problem } from './view-state.ts';
import { restoreState } from './restore.ts';

const at = hoursFromNow(-2.9);
const level = (number: number, name: LevelResult['name'], rest: Partial<LevelResult>): LevelResult => ({
  level: number,
  name,
  holds: true,
  at,
  ms: 4100,
  problem: null,
  ...rest,
});

const damaged = problem('proof.part-damaged', { part: 'core_mosquitto', why: 'crc' });

/** Opens, and cannot be read to its end. */
export const detailed = listed({
  where: ['icloud'],
  verification: aVerification({
    level: 2,
    levelName: 'Opens',
    confirmedAt: at,
    provedAt: at,
    levels: [
      level(1, 'Intact', {}),
      level(2, 'Opens', {}),
      level(3, 'Readable', { holds: false, problem: damaged }),
      level(4, 'Makes sense', {
        holds: null,
        at: null,
        ms: null,
        problem: problem('proof.not-tried', { why: 'level-below' }),
      }),
    ],
    problem: damaged,
  }),
});

export const detailsState = restoreState;
export const detailsAnswers: Answers = {
  ...settingsOf(),
  'backups.list': () => ok({ backups: [detailed], problems: [] }),
};

export const openedDetails = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: new RegExp(`^${detailed.name}, `) }).click();
  const dialog = page.getByRole('dialog', { name: detailed.name });
  await dialog.waitFor();
  return dialog;
};
