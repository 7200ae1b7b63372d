import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../src/adapters/system-clock.ts';
import { connect } from '../../src/core/home-assistant/connect.ts';
import type { BackupSource } from '../../src/core/ports/backup-source.ts';
import { ArrayLogger } from '../support/app-harness.ts';
import { OwnHome, type OwnHomeOptions } from './own-home.ts';

/** What a check has to do with. */
export interface World {
  readonly url: string;
  readonly token: string;
  /** Undefined: it is the user's. */
  readonly own: OwnHome | undefined;
  /** New backups may be made. */
  readonly mayCreate: boolean;
  readonly os: boolean;
  /** `[2026, 11]`. Of the user's it is not known before the first connection. */
  readonly version: readonly [year: number, month: number] | undefined;
  readonly signal: AbortSignal;
  /** For what a check downloads; empty before each. */
  readonly folder: string;
  readonly resourcesDir: string;
  /** A second Home Assistant of the same version, which goes with the check. */
  another(extra: readonly string[]): Promise<OwnHome>;
}

/** Home Assistant before 2025.1 has no Backup API where there is a Supervisor. */
export const isSupervisorEra = ({ os, version }: World): boolean => os && version !== undefined && version[0] < 2025;

export const yearAndMonth = (version: string): readonly [number, number] => {
  const [year = 0, month = 0] = version.split('.').map(Number);
  return [year, month];
};

/** Everything that has to be ended, whatever happens. */
export class CleanUps {
  readonly #all: (() => Promise<void>)[] = [];

  add(cleanUp: () => Promise<void>): void {
    this.#all.push(cleanUp);
  }

  /** Last come, first served. */
  async run(): Promise<void> {
    for (const cleanUp of this.#all.splice(0).reverse()) await cleanUp();
  }
}

export const startOwn = async (options: OwnHomeOptions, cleanUps: CleanUps): Promise<OwnHome> => {
  const home = await OwnHome.start(options);
  cleanUps.add(() => home.remove());
  return home;
};

export const temporaryFolder = async (cleanUps: CleanUps): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'real-ha-check-'));
  cleanUps.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** The user vouches for the network by starting the suite. */
const here = 'here';

/** Connects, uses, closes. */
export const using = async <T>(
  { url, signal }: World,
  token: string,
  use: (source: BackupSource) => Promise<T>,
): Promise<T> => {
  const source = await connect(
    {
      url,
      token: () => Promise.resolve(token),
      confirmedNetworks: [here],
      network: { current: () => Promise.resolve(here) },
      clock: new SystemClock(),
      logger: new ArrayLogger(),
    },
    signal,
  );
  try {
    return await use(source);
  } finally {
    await source.close();
  }
};
