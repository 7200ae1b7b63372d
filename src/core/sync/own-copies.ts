import type { Rest } from '../domain/doubts.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { idInName } from '../domain/names.ts';
import { promisesAsMuch } from '../domain/rely-on.ts';
import { isVerified } from '../domain/verification.ts';
import type { SyncFacts, SyncSettings } from './sync-facts.ts';

/** Whether a computer's copies are this one's to delete, and to count on. */
export const ownership =
  ({ computerId, adoptedComputers }: Pick<SyncSettings, 'computerId' | 'adoptedComputers'>) =>
  (id: string): boolean =>
    id === computerId || adoptedComputers.includes(id);

/**
 * Copies that stand for what these settings promise: one's own, and others' unless their manifest says that they are kept for
 * a shorter time.
 */
export const reliedOn = ({ cloud, settings }: Pick<SyncFacts, 'cloud' | 'settings'>): StoredBackup[] => {
  const mine = ownership(settings);
  return cloud.stored.filter(
    (copy) => mine(copy.manifest.computerId) || promisesAsMuch(copy, settings.retention) !== false,
  );
};

/** What is in its place, for judging what is not. */
export const restOf = ({ cloud, settings }: Pick<SyncFacts, 'cloud' | 'settings'>): Rest => {
  const mine = ownership(settings);
  const verified = cloud.stored.filter((copy) => mine(copy.manifest.computerId) && isVerified(copy));
  return {
    stored: new Set(verified.map(({ manifest }) => idInName(manifest.backupId))),
    floor: settings.retention.floor,
  };
};
