import type { RestoreResult } from '../../../src/shared/status.ts';
import { ok, type Answers } from './answers.ts';
import { backups, listed, safeState } from './view-state.ts';

export const restoreRoute = { page: 'restore', asked: 1 } as const;
export const restoreState = { ...safeState, route: restoreRoute };
export const restoreFolder = 'HomeAssistantBackups/Home (a1b2c3d4)';

const inCloud = backups.filter(({ where }) => where.includes('icloud'));
export const everyCopy = [...inCloud, listed({ id: 'other', instance: 'Summer house', remote: 'x/other.tar' })];
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
export const restoreAnswers: Answers = {
  'backups.list': ({ allInstances }) => ok({ backups: allInstances ? everyCopy : [], problems: [] }),
  'backups.restore': () => ok(restored),
};
