import type { CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { throwIfCancelled } from '../errors/app-error.ts';
import type { Destination } from '../ports/destination.ts';
import type { PrunePlan } from './plan-prune.ts';

export interface PrunePorts {
  readonly destination: Destination;
  readonly cloud: CloudView;
  /** Called before a copy goes, so that the limit per day holds whatever happens next. */
  readonly onRemoving: (copy: StoredBackup) => Promise<void>;
}

/**
 * Moves what the plan names to the trash, archive first and manifest last: what breaks off in between leaves a manifest
 * without its archive, which counts as removed and is tidied up later. Returns what went.
 */
export const carryOutPrune = async (
  plan: PrunePlan,
  ports: PrunePorts,
  signal: AbortSignal,
): Promise<StoredBackup[]> => {
  const { destination, cloud } = ports;
  const gone: StoredBackup[] = [];
  for (const copy of plan.remove) {
    throwIfCancelled(signal);
    await ports.onRemoving(copy);
    await removeCopy(destination, cloud.folder, copy, signal);
    gone.push(copy);
  }
  for (const copy of plan.duplicates) await removeCopy(destination, cloud.folder, copy, signal);
  for (const file of plan.leftovers) await destination.remove(cloud.folder, file.name, signal);
  for (const { manifestName } of plan.tombstones) await destination.remove(cloud.folder, manifestName, signal);
  return gone;
};

/** Both files of one stored copy. */
export const removeCopy = async (
  destination: Destination,
  folder: string,
  copy: StoredBackup,
  signal: AbortSignal,
): Promise<void> => {
  await destination.remove(folder, copy.manifest.archive, signal);
  await destination.remove(folder, copy.manifestName, signal);
};
