import type { BackupList, ListedBackup } from '../../src/shared/status.ts';
import { aVerification } from '../support/told-proof.ts';

export const listed = (given: Partial<ListedBackup> = {}): ListedBackup => ({
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  date: '2026-11-21T05:12:33.123456+01:00',
  size: 1_200_000_000,
  kind: 'automatic',
  protected: true,
  where: ['home-assistant', 'icloud'],
  instance: 'Home',
  verification: aVerification({ defects: [], confirmedAt: '2026-11-21T04:20:00.000Z' }),
  remote: 'HomeAssistantBackups/Home (a1b2c3d4)/Home_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar',
  haVersion: '2026.11.0',
  sha256: 'c'.repeat(64),
  computer: 'Study',
  next: 'keep',
  reason: 'young',
  ...given,
});

export const aList = (): BackupList => ({
  backups: [
    listed({
      id: '9f8e7d6c',
      where: ['home-assistant'],
      verification: null,
      remote: null,
      sha256: null,
      computer: null,
      next: 'pull',
      reason: 'new',
    }),
    listed(),
    listed({
      id: '00000001',
      date: '2026-10-01T05:12:33+02:00',
      kind: 'update',
      protected: false,
      where: ['icloud'],
      size: null,
      verification: aVerification({ defects: ['app-missing core_ssh'], confirmedAt: '2026-10-01T04:20:00.000Z' }),
      next: 'delete',
      reason: 'expired',
    }),
  ],
  problems: [],
  folder: 'HomeAssistantBackups',
});
