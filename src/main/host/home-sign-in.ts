import type { App } from '../../core/app.ts';
import type { TypedHome } from '../../core/commands/way-home.ts';
import { homeSignInPages } from '../../messages/home-sign-in-pages.ts';
import { messages } from '../../messages/messages.ts';
import type { SetupResult } from '../../shared/status.ts';
import type { Shell } from '../host-contract.ts';
import type { Jobs } from './jobs.ts';

interface HomeSignInOptions {
  readonly app: Pick<App, 'askToSignIn' | 'finishSignIn' | 'settings'>;
  readonly shell: Pick<Shell, 'openExternal' | 'showWindow'>;
  readonly jobs: Jobs;
  /** The page that our window is on. */
  readonly page: () => Parameters<Shell['showWindow']>[0];
  /** Fires when the host ends. */
  readonly signal: AbortSignal;
}

/**
 * Signing in with Home Assistant in the browser, once at a time: who begins again means the new page, and the old one is
 * given up. While a person reads that page nothing else has to wait; only what follows from it is work.
 */
export class HomeSignIn {
  readonly #options: HomeSignInOptions;
  #current: AbortController | undefined;

  constructor(options: HomeSignInOptions) {
    this.#options = options;
  }

  /** Errors: those of `askToSignIn` and `finishSignIn`; `sync.cancelled` where it was given up. */
  async run(typed: TypedHome): Promise<SetupResult> {
    const { app, jobs, shell, page } = this.#options;
    this.cancel();
    const current = new AbortController();
    this.#current = current;
    const signal = AbortSignal.any([current.signal, this.#options.signal]);
    try {
      const open = (address: string): Promise<void> => shell.openExternal(address, new URL(address).origin);
      const agreement = await app.askToSignIn(typed, { open, pages: homeSignInPages() }, signal);
      // The person looks at the browser: this brings the app in front of it.
      shell.showWindow(page());
      const tokenName = messages.homeSignIn.tokenName(app.settings.current.computerName);
      return await jobs.run('connect', (cancel) =>
        app.finishSignIn({ agreement, tokenName }, AbortSignal.any([signal, cancel])),
      );
    } finally {
      if (this.#current === current) this.#current = undefined;
    }
  }

  cancel(): void {
    this.#current?.abort();
  }
}
