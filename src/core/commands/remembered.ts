import type { BackupList } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { Settings } from '../settings/schema.ts';
import type { Gates } from '../state/gates.ts';
import type { LastLook } from '../state/last-look.ts';
import type { SyncFacts } from '../sync/sync-facts.ts';
import { rememberedCloud } from '../sync/remember-look.ts';
import { selectList } from './list-backups.ts';
import { emptyCloud } from './look.ts';

export type MemoryNeeds = Needs<'gates' | 'lastLook' | 'settings', 'clock'>;

/** Both sides as they were seen last, and what is to be thought of them now. */
export interface Remembered {
  readonly look: LastLook;
  readonly settings: Settings;
  readonly gates: Gates;
  readonly now: Date;
}

export const readRemembered = async (context: MemoryNeeds): Promise<Remembered> => ({
  settings: await context.settings.load(),
  look: await context.lastLook.read(),
  gates: await context.gates.read(),
  now: context.ports.clock.now(),
});

/** For showing only: no deletion is ever decided by it. A side that was never seen counts as an incomplete list. */
export const rememberedFacts = ({ look, settings, gates, now }: Remembered): SyncFacts => {
  const { home, cloud } = look;
  const items = (home?.backups ?? []).map((backup) => ({
    ...backup,
    copies: backup.copies.map(({ agentId, size, protected: encrypted }) => ({ agentId, size, protected: encrypted })),
    haVersion: backup.haVersion,
    instanceId: backup.instanceId,
  }));
  const unseen = { remembered: true };
  return {
    home: home?.complete
      ? { items, complete: true }
      : { items, complete: false, why: new AppError('ha.list-incomplete', unseen) },
    cloud: cloud ? rememberedCloud(cloud, gates) : emptyCloud(new AppError('cloud.failed', unseen)),
    settings,
    gates,
    homeSkewMs: home?.clockSkewMs,
    instanceAmbiguous: home?.ambiguous === true,
    now,
    asked: new Set(),
  };
};

/** The list as it was seen last, while a run has the lock or nobody can be asked. */
export const listRemembered = async (context: Needs<'instance'> & MemoryNeeds): Promise<BackupList> => {
  const remembered = await readRemembered(context);
  const { baseFolder } = remembered.settings;
  const backups = selectList(rememberedFacts(remembered), baseFolder, context.instance().name);
  return { backups, problems: [], folder: baseFolder };
};
