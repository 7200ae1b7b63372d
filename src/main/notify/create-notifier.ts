import { Notification } from 'electron';
import type { Host, Shell } from '../host-contract.ts';
import { causesOf, type Cause } from './causes.ts';

export interface Notifier {
  dispose(): void;
}

/** Reminders wait for a waking hour, so the state alone does not say when to look again. Milliseconds. */
const lookAgainMs = 15 * 60_000;

/** Keeps the system's notifications equal to the causes there are: one for each, withdrawn on recovery. */
export const createNotifier = (options: { readonly host: Host; readonly shell: Shell }): Notifier =>
  new NotifierView(options.host, options.shell);

class NotifierView implements Notifier {
  readonly #host: Host;
  readonly #shell: Shell;
  readonly #live = new Map<string, Electron.Notification | 'given' | 'in-window'>();
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #notices: readonly Cause[] = [];

  constructor(host: Host, shell: Shell) {
    this.#host = host;
    this.#shell = shell;
    this.#unsubscribe = host.state.subscribe(() => this.#update());
    this.#timer = setInterval(() => this.#update(), lookAgainMs);
    this.#timer.unref();
    this.#update();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    for (const id of [...this.#live.keys()]) this.#withdraw(id);
  }

  #update(): void {
    const causes = causesOf(this.#host.state.current(), new Date());
    const wanted = new Set(causes.map(({ id }) => id));
    for (const id of [...this.#live.keys()]) if (!wanted.has(id)) this.#withdraw(id);
    for (const cause of causes) if (!this.#live.has(cause.id)) this.#show(cause);
  }

  #show(cause: Cause): void {
    if (cause.once && this.#host.hintsGiven().includes(cause.id)) {
      this.#live.set(cause.id, 'given');
      return;
    }
    if (cause.once) void this.#host.rememberHint(cause.id);
    if (!Notification.isSupported()) {
      this.#showInWindow(cause);
      return;
    }
    const shown = new Notification({ title: cause.title, body: cause.body, silent: true });
    shown.on('click', () => (cause.page === 'prompt' ? this.#shell.showPrompt() : this.#shell.showWindow(cause.page)));
    // Unsigned builds on macOS, and desktops without a notification service.
    shown.on('failed', () => this.#showInWindow(cause));
    this.#live.set(cause.id, shown);
    shown.show();
  }

  #showInWindow(cause: Cause): void {
    this.#live.set(cause.id, 'in-window');
    this.#setNotices([...this.#notices, cause]);
  }

  #withdraw(id: string): void {
    const shown = this.#live.get(id);
    this.#live.delete(id);
    if (shown === 'in-window') this.#setNotices(this.#notices.filter((notice) => notice.id !== id));
    else if (shown !== 'given') shown?.close();
  }

  #setNotices(causes: readonly Cause[]): void {
    this.#notices = causes;
    this.#host.setNotices(causes.map(({ id, title, body, page }) => ({ id, title, body, page })));
  }
}
