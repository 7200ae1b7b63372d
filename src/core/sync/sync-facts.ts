import type { AgentCopy, HaBackup, Listing } from '../domain/backup.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import type { RetentionSettings } from '../domain/retention/policy.ts';
import type { Gates } from '../state/gates.ts';

/** Everything a plan is made of. The plan is a pure function of it, made again each time. */
export interface SyncFacts {
  readonly home: Listing<HaBackup>;
  readonly cloud: CloudView;
  readonly settings: SyncSettings;
  readonly gates: Gates;
  /** Milliseconds that Home Assistant's clock is ahead of ours. */
  readonly homeSkewMs: number | undefined;
  readonly instanceAmbiguous: boolean;
  readonly now: Date;
  /** Ids that the user asked for in spite of an earlier removal, refusal or back-off. */
  readonly asked: ReadonlySet<string>;
  /** The user started this run: what only waits (back-off, a doubt that an upload cures) is tried at once. */
  readonly byHand?: boolean;
  /** The user saw what goes and agreed: the limit per day is theirs to lift. */
  readonly unlimited?: boolean;
}

export interface SyncSettings {
  readonly retention: RetentionSettings;
  readonly requireProtected: boolean;
  readonly computerId: string;
  /** Other computers whose copies the user gave into this one's care. */
  readonly adoptedComputers: readonly string[];
}

export interface Pull {
  readonly backup: HaBackup;
  readonly copy: AgentCopy;
}
