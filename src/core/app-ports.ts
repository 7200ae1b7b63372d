import type { Timeouts } from './home-assistant/options.ts';
import type { Environment } from './icloud/environment.ts';
import type { TransferTiming } from './icloud/transfer-flags.ts';
import type { Clock } from './ports/clock.ts';
import type { FreeBytes } from './ports/disk-space.ts';
import type { Prover } from './ports/prover.ts';
import type { Logger } from './ports/logger.ts';
import type { NetworkIdentity, ProcessTable } from './ports/network.ts';
import type { SecretStore, SecretStoreKind } from './ports/secret-store.ts';
import type { SettingsFile } from './ports/settings-file.ts';

/** What differs between a terminal, Electron and tests. */
export interface AppPorts {
  readonly folders: { readonly data: string; readonly staging: string; readonly cache: string };
  /** Holds rclone.lock.json and rclone/<platform>-<arch>/. */
  readonly resourcesDir: string;
  /** The file with the SHA-256 of rclone. Default: rclone.lock.json in the resources, as in a source tree. */
  readonly rcloneLock?: string | undefined;
  readonly settingsFile: SettingsFile;
  /** The recorded store, or at set-up (null) the one to be recorded. */
  readonly secretStore: (recorded: SecretStoreKind | null) => Promise<SecretStore>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: NetworkIdentity;
  readonly processes: ProcessTable;
  readonly freeBytes: FreeBytes;
  readonly prover: Prover;
  readonly backupKeys: {
    /** Of the environment. Secret. */
    readonly given: readonly string[];
    /** Hears every key that is learned later, so that no log can tell it. */
    readonly onLearned: (key: string) => void;
  };
  readonly environment: Environment;
  /** Whether the app starts when the user signs in to this computer; nothing but the desktop app knows. */
  readonly loginItem?: () => { readonly supported: boolean; readonly enabled: boolean; readonly refused: boolean };
  /** Minutes of idleness after which this computer sleeps while plugged in; null: never. Undefined: the system does not tell. */
  readonly sleepAfter?: () => Promise<number | null | undefined>;
  readonly computerName: string;
  readonly appVersion: string;
  /** Other deadlines and pauses than usual: tests. */
  readonly timings?: {
    readonly ha?: Partial<Timeouts>;
    readonly transfer?: TransferTiming;
    readonly pullPausesMs?: readonly number[];
    readonly proofPatienceMs?: number;
  };
}
