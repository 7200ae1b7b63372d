import type { ListedBackup, RestoreResult } from '../../../src/shared/status.ts';
import { aVerification } from '../../support/told-proof.ts';
import { ok, type Answers } from './answers.ts';
import type { LastRestore } from '../../../src/shared/last-restore.ts';
import { backups, hoursFromNow, listed, problem, safeState } from './view-state.ts';

export const restoreRoute = { page: 'restore', asked: 1 } as const;
export const restoreState = { ...safeState, route: restoreRoute };
export const restoreFolder = 'HomeAssistantBackups/Home (a1b2c3d4)';

const inCloud = backups.filter(({ where }) => where.includes('icloud'));
export const everyCopy = [...inCloud, listed({ id: 'other', instance: 'Summer house', remote: 'x/other.tar' })];
const damagedPart = problem('proof.part-damaged', { part: 'core_mosquitto', why: 'crc' });
const wrongKey = problem('proof.wrong-key', { parts: 'core_mosquitto' });

/** The newest ones are not those to restore from. */
export const flawedCopies: readonly ListedBackup[] = [
  listed({ id: 'f1', remote: 'x/f1.tar', date: hoursFromNow(-1), reason: 'damaged', verification: null }),
  listed({
    id: 'f2',
    remote: 'x/f2.tar',
    date: hoursFromNow(-2),
    verification: aVerification({ level: 2, levelName: 'Opens', problem: damagedPart }),
  }),
  listed({ id: 'f3', remote: 'x/f3.tar', date: hoursFromNow(-3), reason: 'stored-by-newer', verification: null }),
  listed({ id: 'f4', remote: 'x/f4.tar', date: hoursFromNow(-4), verification: aVerification({ problem: wrongKey }) }),
  listed({
    id: 'f5',
    remote: 'x/f5.tar',
    date: hoursFromNow(-5),
    verification: aVerification({ defects: ['empty-part core_ssh'] }),
  }),
  listed({
    id: 'good',
    name: 'Before the heating experiment',
    kind: 'manual',
    remote: 'x/good.tar',
    date: hoursFromNow(-30),
    verification: aVerification({ level: 4, levelName: 'Makes sense', defects: ['app-missing core_ssh'] }),
  }),
  listed({ id: 'old', remote: 'x/old.tar', date: hoursFromNow(-60 * 24) }),
];

export const restored: RestoreResult = {
  file: '/home/maria/Restored/Home_2026-11-21_0900_automatic_2026.11.2_29bd0878_232933473bed.tar',
  bytes: 1_240_000_000,
  sha256: 'a'.repeat(64),
  id: '29bd080',
  name: 'Automatic backup 2026.11.2',
  protected: true,
  haVersion: '2026.11.2',
  instanceName: 'Home',
};
/** Of a version that many a new Home Assistant cannot take at once. */
export const lastRestore: LastRestore = {
  restored: { ...restored, haVersion: '2026.7.1' },
  at: hoursFromNow(-0.1),
  ticks: ['0.0'],
};
/** As main keeps it: nothing is known before a backup was saved. */
export const keepsLast = (first: LastRestore | null = null): Answers => {
  let last = first;
  return {
    'backups.restore': () => {
      last = { ...lastRestore, ticks: [] };
      return ok(restored);
    },
    'restored.read': () => ok(last),
    'restored.tick': ({ step, done }) => {
      if (last) last = { ...last, ticks: [...last.ticks.filter((one) => one !== step), ...(done ? [step] : [])] };
      return ok(last);
    },
  };
};
export const restoreAnswers: Answers = {
  'backups.list': ({ allInstances }) => ok({ backups: allInstances ? everyCopy : [], problems: [] }),
  ...keepsLast(),
};

/** Whatever of iCloud is asked. */
export const copiesAre = (copies: readonly ListedBackup[]): Answers => ({
  ...restoreAnswers,
  'backups.list': ({ allInstances }) => ok({ backups: allInstances ? [...copies] : [], problems: [] }),
});

export const sheetAnswers: Answers = {
  ...restoreAnswers,
  'sheet.save': ({ withKey }) =>
    ok({ file: '/home/maria/How to get Home back.pdf', key: withKey ? 'home-assistant' : null }),
  'sheet.print': ({ withKey }) => ok({ file: null, key: withKey ? 'home-assistant' : null }),
};
/** Nobody has said that the sheet is kept somewhere. */
export const remindedState = { ...safeState, remindsOfSheet: true };
