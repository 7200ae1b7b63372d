import type { App } from '../../core/app.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { valuesOf } from '../../core/settings/file-shape.ts';
import { desktopSettings } from '../../shared/settings/table.ts';
import type { Shell } from '../host-contract.ts';
import { hintsGiven, remindsOfSheet } from './hints.ts';
import type { HostParts } from './host-context.ts';
import type { Facts, HostEvent } from './reducer.ts';

export interface RefresherOptions {
  readonly app: Pick<App, 'status' | 'recentDays' | 'settings'>;
  readonly shell: Pick<Shell, 'hasTray' | 'readLoginItem'>;
  readonly releases: HostParts['releases'];
  readonly logger: Logger;
  readonly dispatch: (event: HostEvent) => void;
  /** The state shows the new facts. */
  readonly onRead: () => void;
}

export const readFacts = async ({
  app,
  shell,
  releases,
}: Pick<RefresherOptions, 'app' | 'shell' | 'releases'>): Promise<Facts> => {
  const status = await app.status();
  const days = await app.recentDays();
  const desktop = valuesOf(desktopSettings, app.settings.current);
  return {
    status,
    days,
    desktop: { ...desktop, checkUpdates: releases ? desktop.checkUpdates : null },
    loginItem: shell.readLoginItem(),
    remindsOfSheet: remindsOfSheet(status, hintsGiven(app)),
    hasTray: shell.hasTray(),
  };
};

/** Brings what was read into the state, one reading at a time: a caller that asks meanwhile gets one that begins after its wish. */
export class Refresher {
  readonly #options: RefresherOptions;
  #reading: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /** Never rejects: the state then stays as it was, and the next reading makes it good. */
  readonly refresh = async (): Promise<void> => {
    if (!this.#reading) {
      this.#reading = this.#read().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
      return;
    }
    this.#next ??= this.#reading.then(async () => {
      this.#next = undefined;
      await this.refresh();
    });
    await this.#next;
  };

  async #read(): Promise<void> {
    const { dispatch, logger, onRead } = this.#options;
    try {
      dispatch({ type: 'facts', facts: await readFacts(this.#options) });
      onRead();
    } catch (error) {
      logger.error('state not read', { code: toAppError(error).code });
    }
  }
}
