import type { Activity, BackupOutcome } from '../../shared/run-report.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { Clock } from '../ports/clock.ts';
import type { AskBudget, Destination } from '../ports/destination.ts';
import type { Logger } from '../ports/logger.ts';
import type { Gates } from '../state/gates.ts';
import type { Cell } from '../state/json-file.ts';
import type { LastLook } from '../state/last-look.ts';
import type { KnownInstance, InstanceFolder } from './instance-folder.ts';
import type { SyncSettings } from './sync-facts.ts';
import type { MadeBackup } from './remember-look.ts';
import type { ProvePorts } from './proof-beside.ts';
import type { Staging } from './staging.ts';

/** Everything a run needs, put together by core/commands/back-up.ts. */
export interface RunPorts {
  readonly source: BackupSource;
  /** Opened late: a look that finds nothing new never touches the destination's secrets or its programs. */
  readonly destination: () => Promise<Destination>;
  readonly budget: AskBudget;
  /** Throws why the destination must be left alone now. */
  readonly checkDestination: () => Promise<void>;
  readonly staging: Staging;
  readonly gates: Cell<Gates>;
  readonly lastLook: Cell<LastLook>;
  readonly clock: Clock;
  /** What the proof of a staged archive takes, beside its upload. */
  readonly prove: ProvePorts;
  readonly logger: Logger;
  readonly settings: RunSettings;
  /** Records what a run learned of the instance. */
  readonly onPlace: (place: InstanceFolder & { readonly name: string }) => Promise<void>;
  readonly onActivity: (activity: Activity) => void;
  readonly onOutcome: (outcome: BackupOutcome) => Promise<void>;
  /** Backups that the look before did not see yet. */
  readonly onMade: (backups: readonly MadeBackup[]) => Promise<void>;
  /** Copies that retention took, each once its archive is gone. */
  readonly onPruned?: (copies: readonly StoredBackup[]) => Promise<void>;
}

export interface RunSettings extends SyncSettings {
  /** Key of the instance in the settings. */
  readonly instanceKey: string;
  readonly known: KnownInstance;
  readonly computerName: string;
  readonly appVersion: string;
  /** Pauses between attempts at a broken download, in milliseconds. */
  readonly pullPausesMs: readonly number[];
  /** Bytes that staged archives may take together. */
  readonly stagingBudget: number;
}

export interface RunOptions {
  /** Ask Home Assistant for a new backup first. */
  readonly create: boolean;
  /** Ids taken up again in spite of an earlier removal, refusal or back-off. */
  readonly asked: ReadonlySet<string>;
  /** Who wanted it. Only a user's run asks the cloud although nothing is new. */
  readonly by: 'user' | 'schedule' | 'event';
}
