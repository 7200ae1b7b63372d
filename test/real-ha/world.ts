import { fixedNetwork } from '../support/fixed-network.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../src/adapters/system-clock.ts';
import { connect } from '../../src/core/home-assistant/connect.ts';
import type { BackupSource } from '../../src/core/ports/backup-source.ts';
import { ArrayLogger } from '../support/app-harness.ts';
import type { OwnHome } from './own-home.ts';

/** What a check has to do with. */
export interface World {
  readonly url: string;
  readonly token: string;
  /** Undefined: it is the user's. */
  readonly own: OwnHome | undefined;
  /** A second Home Assistant of the same kind, which goes with the check. */
  readonly another: (extra: readonly string[]) => Promise<OwnHome>;
  /** New backups may be made. */
  readonly mayCreate: boolean;
  readonly signal: AbortSignal;
  /** For what a check downloads; a new one for each. */
  readonly folder: string;
  readonly resourcesDir: string;
  /** Done after the check, whatever happens; last come, first served. */
  readonly later: (cleanUp: () => Promise<void>) => void;
}

/** Everything that has to be ended, whatever happens. */
export class CleanUps {
  readonly #all: (() => Promise<void>)[] = [];

  readonly add = (cleanUp: () => Promise<void>): void => void this.#all.push(cleanUp);

  async run(): Promise<void> {
    for (const cleanUp of this.#all.splice(0).reverse()) await cleanUp();
  }
}

export const temporaryFolder = async ({ add }: CleanUps): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'real-ha-check-'));
  add(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** The user vouches for the network by starting the suite. */
const here = 'here';

/** Connects, uses, closes. */
export const using = async <T>(
  { url, token, signal }: Pick<World, 'url' | 'token' | 'signal'>,
  use: (source: BackupSource) => Promise<T>,
): Promise<T> => {
  const source = await connect(
    {
      url,
      token: () => Promise.resolve(token),
      confirmedNetworks: [here],
      allowedOrigin: new URL(url).origin,
      network: fixedNetwork(here),
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
