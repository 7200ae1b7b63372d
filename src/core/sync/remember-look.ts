import type { HaBackup, Listing } from '../domain/backup.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import { AppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { LastLook } from '../state/last-look.ts';

export const homeToRemember = (
  home: HomeDescription,
  backups: Listing<HaBackup>,
  now: Date,
): NonNullable<LastLook['home']> => ({
  at: now.toISOString(),
  name: home.name,
  version: home.version,
  complete: backups.complete,
  backups: backups.items.map((backup) => ({
    id: backup.id,
    name: backup.name,
    date: backup.date,
    kind: backup.kind,
    copies: backup.copies.map(({ agentId, size, protected: encrypted }) => ({
      agentId,
      protected: encrypted,
      ...(size === undefined ? {} : { size }),
    })),
    addons: [...backup.addons],
    folders: [...backup.folders],
    failed: {
      agents: [...backup.failed.agents],
      addons: [...backup.failed.addons],
      folders: [...backup.failed.folders],
    },
    ...(backup.haVersion === undefined ? {} : { haVersion: backup.haVersion }),
    ...(backup.instanceId === undefined ? {} : { instanceId: backup.instanceId }),
  })),
  ...(home.schedule?.next === undefined ? {} : { next: home.schedule.next }),
  ...(home.schedule?.automatic ? { recurrence: home.schedule.recurrence } : {}),
});

export const cloudToRemember = (cloud: CloudView, now: Date): NonNullable<LastLook['cloud']> => ({
  at: now.toISOString(),
  folder: cloud.folder,
  complete: cloud.complete,
  stored: [...cloud.stored],
  damaged: [...cloud.damaged],
  tombstones: [...cloud.tombstones],
  unconfirmed: [...cloud.unconfirmed],
  unreadable: [...cloud.unreadable],
  ...(cloud.clockSkewMs === undefined ? {} : { clockSkewMs: cloud.clockSkewMs }),
  storedByNewer: [...cloud.storedByNewer],
  removedByNewer: [...cloud.removedByNewer],
});

/** For showing and for noticing that nothing is new. Not a listing: nothing may be deleted by it. */
export const rememberedCloud = (cloud: NonNullable<LastLook['cloud']>): CloudView => ({
  folder: cloud.folder,
  complete: cloud.complete,
  why: cloud.complete ? undefined : new AppError('icloud.failed', { remembered: true }),
  stored: cloud.stored,
  damaged: cloud.damaged,
  tombstones: cloud.tombstones,
  unconfirmed: cloud.unconfirmed,
  unreadable: cloud.unreadable,
  strange: [],
  storedByNewer: cloud.storedByNewer,
  removedByNewer: cloud.removedByNewer,
  clockSkewMs: cloud.clockSkewMs,
  marked: true,
});
