import { Notification } from 'electron';
import { toAppError } from '../../core/errors/app-error.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { signInCureOf } from '../../shared/problems/rules.ts';
import type { NoticeView } from '../../shared/contract/views.ts';
import { describeProblem } from '../../messages/problems.ts';
import type { Host, Shell } from '../host-contract.ts';
import { noticesOf, type Notice } from './notices.ts';
import { messages } from '../../messages/messages.ts';

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

/** Keeps the system's notifications equal to what there is to tell: one for each, withdrawn on recovery. */
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
      page: signInCureOf(code) === 'reconnect' ? 'prompt' : 'home',
    });
  }

  sayCopied(): void {
    const { title, body } = messages.notify.copied;
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
    const notices = noticesOf(this.#host.state.current(), new Date());
    const wanted = new Set(notices.map(({ id }) => id));
    for (const id of [...this.#live.keys()]) if (!wanted.has(id)) this.#withdraw(id);
    for (const notice of notices) if (!this.#live.has(notice.id)) this.#show(notice);
  }

  #show(notice: Notice): void {
    if (notice.once && this.#host.hintsGiven().includes(notice.id)) {
      this.#live.set(notice.id, 'given');
      return;
    }
    if (notice.once) this.#remember(notice);
    if (!Notification.isSupported()) {
      this.#showInWindow(notice);
      return;
    }
    const shown = new Notification({ title: notice.title, body: notice.body, silent: true });
    shown.on('click', () => this.#open(notice));
    // Unsigned builds on macOS, desktops without a service for it (facts#notifications). It may be over by then.
    shown.on('failed', () => {
      if (this.#live.get(notice.id) === shown) this.#showInWindow(notice);
    });
    this.#live.set(notice.id, shown);
    shown.show();
  }

  /** A disk that is full is no reason to end: the worst of it is that the same is said once more. */
  #remember({ id }: Notice): void {
    this.#host
      .rememberHint(id)
      .catch((error: unknown) => this.#logger.warn('hint-not-remembered', { code: toAppError(error).code }));
  }

  /** By way of the host: what the prompt said of an earlier attempt is over. */
  #open({ page }: Notice): void {
    if (page !== 'prompt') {
      this.#shell.showWindow(page);
      return;
    }
    this.#host.handle('window.show-prompt', {}).catch((error: unknown) => {
      this.#logger.warn('prompt-not-shown', { code: toAppError(error).code });
    });
  }

  #showInWindow({ id, title, body, page }: Notice): void {
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
