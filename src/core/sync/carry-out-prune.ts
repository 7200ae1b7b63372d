import type { CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { throwIfCancelled } from '../errors/app-error.ts';
import type { Destination } from '../ports/destination.ts';
import { forgetRemovals, rememberGone, type Gates } from '../state/gates.ts';
import type { PrunePlan } from './plan-prune.ts';

export interface PrunePorts {
  readonly destination: Destination;
  readonly cloud: CloudView;
  /** Called before anything goes, so that the limit per day holds whatever happens next. */
  readonly onRemoving: (removal: Removal) => Promise<void>;
  readonly removals: Removals;
}

/** Something that is about to be deleted. */
export interface Removal {
  /** Of a copy; undefined for an upload that was never confirmed. */
  readonly manifestName: string | undefined;
  /** The copy, where retention takes it. */
  readonly expired?: StoredBackup;
}

/** What went so far, also when it breaks off. Names of manifests. */
export class Removals {
  /** The archive went: no copy any more. */
  readonly archives = new Set<string>();
  /** Nothing is left. */
  readonly whole = new Set<string>();
  /** Names of all files that went. */
  readonly files = new Set<string>();
  /** Begun by an earlier run. */
  readonly begun: ReadonlySet<string>;

  constructor(begun: Iterable<string> = []) {
    this.begun = new Set(begun);
  }

  archiveWent({ manifest, manifestName }: StoredBackup): void {
    this.archives.add(manifestName);
    this.files.add(manifest.archive);
  }

  wentWhole({ manifestName }: StoredBackup): void {
    this.whole.add(manifestName);
    this.files.add(manifestName);
  }

  /** The folder as it is now. A copy of which only the archive went is a tombstone of our own making. */
  after<View extends Pick<CloudView, 'stored' | 'tombstones'>>(before: View): View {
    const halves = before.stored.filter(({ manifestName }) => this.#isHalf(manifestName));
    return {
      ...before,
      stored: before.stored.filter(({ manifestName }) => !this.archives.has(manifestName)),
      tombstones: [...before.tombstones, ...halves].filter(({ manifestName }) => !this.whole.has(manifestName)),
    };
  }

  /** Those among them that are no copies any more. */
  of(copies: readonly StoredBackup[]): StoredBackup[] {
    return copies.filter(({ manifestName }) => this.archives.has(manifestName));
  }

  #isHalf(manifestName: string): boolean {
    return this.archives.has(manifestName) && !this.whole.has(manifestName);
  }
}

/** There is nothing left to finish of what went, and no listing brings it back. */
export const noteRemoved = (gates: Gates, { whole, files }: Removals, now: Date): Gates =>
  rememberGone(forgetRemovals(gates, [...whole]), [...files], now);

/**
 * Moves what the plan names to the trash, archive first and manifest last: what breaks off in between leaves a manifest
 * without its archive, which counts as removed and is tidied up later.
 */
export const carryOutPrune = async (plan: PrunePlan, ports: PrunePorts, signal: AbortSignal): Promise<void> => {
  const { destination, cloud, onRemoving, removals } = ports;
  for (const copy of plan.remove) {
    throwIfCancelled(signal);
    await onRemoving({ manifestName: copy.manifestName, expired: copy });
    await removeCopy(copy, ports, signal);
  }
  for (const copy of plan.duplicates) {
    throwIfCancelled(signal);
    await onRemoving({ manifestName: copy.manifestName });
    await removeCopy(copy, ports, signal);
  }
  for (const file of plan.leftovers) {
    throwIfCancelled(signal);
    await onRemoving({ manifestName: undefined });
    await destination.remove(cloud.folder, file.name, signal);
    removals.files.add(file.name);
  }
  for (const copy of plan.tombstones) {
    throwIfCancelled(signal);
    // One that an earlier run began was counted by it.
    if (!removals.begun.has(copy.manifestName)) await onRemoving({ manifestName: copy.manifestName });
    await destination.remove(cloud.folder, copy.manifestName, signal);
    removals.wentWhole(copy);
  }
};

/** Both files of one stored copy. */
const removeCopy = async (copy: StoredBackup, ports: PrunePorts, signal: AbortSignal): Promise<void> => {
  const { destination, cloud, removals } = ports;
  await destination.remove(cloud.folder, copy.manifest.archive, signal);
  removals.archiveWent(copy);
  await destination.remove(cloud.folder, copy.manifestName, signal);
  removals.wentWhole(copy);
};
