import { Notification } from 'electron';
import { toAppError } from '../../core/errors/app-error.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { cureOf } from '../../shared/contract/cures.ts';
import type { NoticeView } from '../../shared/contract/views.ts';
import { describeProblem } from '../../shared/words.ts';
import { notifyWords as words } from '../../shared/words/notify.ts';
import type { Host, Shell } from '../host-contract.ts';
import { causesOf, type Cause } from './causes.ts';

export interface Notifier {
  /** A command of the tray's menu failed: said inside the window, until the user takes it away. */
  sayFailed(error: unknown): void;
  /** The diagnostics are in the clipboard. */
  sayCopied(): void;
  dispose(): void;
}

export interface NotifierOptions {
  readonly host: Host;
  readonly shell: Shell;
  readonly logger: Logger;
}

/** Reminders wait for a waking hour, so the state alone does not say when to look again. Milliseconds. */
const lookAgainMs = 15 * 60_000;

/** Keeps the system's notifications equal to the causes there are: one for each, withdrawn on recovery. */
export const createNotifier = (options: NotifierOptions): Notifier => new NotifierView(options);

class NotifierView implements Notifier {
  readonly #host: Host;
  readonly #shell: Shell;
  readonly #logger: Logger;
  readonly #live = new Map<string, Electron.Notification | 'given' | 'in-window'>();
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;

  constructor({ host, shell, logger }: NotifierOptions) {
    this.#host = host;
    this.#shell = shell;
    this.#logger = logger;
    this.#unsubscribe = host.state.subscribe(() => this.#update());
    this.#timer = setInterval(() => this.#update(), lookAgainMs);
    this.#timer.unref();
    this.#update();
  }

  sayFailed(error: unknown): void {
    const { code, facts } = toAppError(error);
    const { title, next } = describeProblem(code, facts);
    this.#addNotice({
      id: `failed ${code}`,
      title,
      body: next,
      page: cureOf(code) === 'reconnect' ? 'prompt' : 'home',
    });
  }

  sayCopied(): void {
    const { title, body } = words.copied;
    const inWindow = (): void => this.#addNotice({ id: 'copied', title, body, page: 'home' });
    if (!Notification.isSupported()) {
      inWindow();
      return;
    }
    const shown = new Notification({ title, body, silent: true });
    shown.on('failed', inWindow);
    shown.show();
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
    if (cause.once) this.#remember(cause);
    if (!Notification.isSupported()) {
      this.#showInWindow(cause);
      return;
    }
    const shown = new Notification({ title: cause.title, body: cause.body, silent: true });
    shown.on('click', () => this.#open(cause));
    // Unsigned builds on macOS, and desktops without a notification service. It may be over by then.
    shown.on('failed', () => {
      if (this.#live.get(cause.id) === shown) this.#showInWindow(cause);
    });
    this.#live.set(cause.id, shown);
    shown.show();
  }

  /** A disk that is full is no reason to end: the worst of it is that the same is said once more. */
  #remember({ id }: Cause): void {
    this.#host
      .rememberHint(id)
      .catch((error: unknown) => this.#logger.warn('hint-not-remembered', { code: toAppError(error).code }));
  }

  /** By way of the host: what the prompt said of an earlier attempt is over. */
  #open({ page }: Cause): void {
    if (page !== 'prompt') {
      this.#shell.showWindow(page);
      return;
    }
    this.#host.handle('window.show-prompt', {}).catch((error: unknown) => {
      this.#logger.warn('prompt-not-shown', { code: toAppError(error).code });
    });
  }

  #showInWindow({ id, title, body, page }: Cause): void {
    this.#live.set(id, 'in-window');
    this.#addNotice({ id, title, body, page });
  }

  #withdraw(id: string): void {
    const shown = this.#live.get(id);
    this.#live.delete(id);
    if (shown === 'in-window') this.#host.setNotices(this.#noticesWithout(id));
    else if (shown !== 'given') shown?.close();
  }

  #addNotice(notice: NoticeView): void {
    this.#host.setNotices([...this.#noticesWithout(notice.id), notice]);
  }

  /** As they are in the state: what the user took away stays away. */
  #noticesWithout(id: string): readonly NoticeView[] {
    return this.#host.state.current().notices.filter((notice) => notice.id !== id);
  }
}
