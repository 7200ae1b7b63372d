import type { HaBackup, Listing } from '../domain/backup.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import { AppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { Gates } from '../state/gates.ts';
import type { LastLook } from '../state/last-look.ts';

/** A backup that Home Assistant made since the look before. */
export interface MadeBackup {
  readonly id: string;
  readonly name: string;
  readonly at: Date;
}

/** @param before - what was remembered of the look before */
export const homeToRemember = (
  home: HomeDescription,
  backups: Listing<HaBackup>,
  now: Date,
  before: LastLook['home'],
): NonNullable<LastLook['home']> => ({
  at: now.toISOString(),
  name: home.name,
  version: home.version,
  complete: backups.complete,
  ...(home.instanceAmbiguous ? { ambiguous: true } : {}),
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
  ...(home.clockSkewMs === undefined ? {} : { clockSkewMs: home.clockSkewMs }),
  ...(home.schedule?.next === undefined ? {} : { next: home.schedule.next }),
  ...(home.schedule?.automatic ? { recurrence: home.schedule.recurrence } : {}),
  ...encryption(home.schedule, now, before),
});

/** A schedule that could not be read this time says nothing else than before. */
const encryption = (
  schedule: HomeDescription['schedule'],
  now: Date,
  before: LastLook['home'],
): Pick<NonNullable<LastLook['home']>, 'encryptsSince'> => {
  const since = before?.encryptsSince;
  if (schedule ? !schedule.protected : since === undefined) return {};
  return { encryptsSince: since ?? now.toISOString() };
};

/** Backups that the look before did not see, oldest first, each with the moment it was made (or first seen) between the two. */
export const madeSince = (
  before: NonNullable<LastLook['home']>,
  backups: readonly HaBackup[],
  now: Date,
): MadeBackup[] => {
  const known = new Set(before.backups.map(({ id }) => id));
  const isBetween = (made: number): boolean => made >= Date.parse(before.at) && made <= now.getTime();
  return backups
    .filter(({ id }) => !known.has(id))
    .map(({ id, name, date }) => ({ id, name, at: isBetween(Date.parse(date)) ? new Date(date) : now }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
};

export const cloudToRemember = (cloud: CloudView, now: Date): NonNullable<LastLook['cloud']> => ({
  at: now.toISOString(),
  folder: cloud.folder,
  complete: cloud.complete,
  stored: [...cloud.stored],
  damaged: [...cloud.damaged],
  tombstones: [...cloud.tombstones],
  unconfirmed: [...cloud.unconfirmed],
  unreadable: [...cloud.unreadable],
  unfetched: [...cloud.unfetched],
  ...(cloud.clockSkewMs === undefined ? {} : { clockSkewMs: cloud.clockSkewMs }),
  storedByNewer: [...cloud.storedByNewer],
  removedByNewer: [...cloud.removedByNewer],
});

/** For showing and for noticing that nothing is new. Not a listing: nothing may be deleted by it. */
export const rememberedCloud = (
  cloud: NonNullable<LastLook['cloud']>,
  { spoilt }: Pick<Gates, 'spoilt'>,
): CloudView => ({
  folder: cloud.folder,
  complete: cloud.complete,
  why: cloud.complete ? undefined : new AppError('cloud.failed', { remembered: true }),
  // A restore may have found out since.
  stored: cloud.stored.filter(({ manifest }) => spoilt[manifest.archive] === undefined),
  damaged: [...cloud.damaged, ...cloud.stored.filter(({ manifest }) => spoilt[manifest.archive] !== undefined)],
  tombstones: cloud.tombstones,
  unconfirmed: cloud.unconfirmed,
  twins: [],
  unreadable: cloud.unreadable,
  strange: [],
  storedByNewer: cloud.storedByNewer,
  removedByNewer: cloud.removedByNewer,
  unfetched: cloud.unfetched,
  clockSkewMs: cloud.clockSkewMs,
  marked: true,
  markerUnread: false,
});
