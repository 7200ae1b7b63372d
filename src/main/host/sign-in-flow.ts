import type { App } from '../../core/app.ts';
import { maskAccount } from '../../core/commands/read-status.ts';
import { AppError, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import type { SignIn, SignInStep } from '../../core/icloud/sign-in.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { problemOf } from '../../core/sync/transfer.ts';
import type { SignInView } from '../../shared/icloud/sign-in-view.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { Scheduler, Turn } from './scheduler.ts';
import { withoutOwnPid } from './strip-own-pid.ts';
import { offerOf, viewOfFailure, viewOfStep } from './sign-in-view.ts';

export interface SignInTalkOptions {
  readonly app: Pick<App, 'signIn' | 'signInAgain' | 'nextCodeAt' | 'approve' | 'settings'>;
  readonly view: () => SignInView;
  readonly publish: (view: SignInView) => void;
  readonly status: () => Status;
  readonly refresh: () => Promise<void>;
  readonly scheduler: Scheduler;
  /** Signed in, and the drive answers. */
  readonly onDone: () => void;
  readonly logger: Logger;
}

/**
 * Nobody answers any more: the code is stale by then, and an open window that somebody forgot must not keep backups from
 * iCloud. The lock of the dialog is given back at the same time (core/commands/dialog-lock.ts). Milliseconds.
 */
const forgottenMs = 15 * 60_000;

type Doing = Extract<SignInView, { readonly step: 'working' }>['doing'];

/**
 * The conversation with Apple that the user leads: each step is a command of his, and none comes from a timer. What goes wrong
 * is told in the state, at the step where it can be put right. Password and codes pass through and are kept nowhere.
 */
export class SignInFlow {
  readonly #options: SignInTalkOptions;
  #dialog: SignIn | undefined;
  /** Held from the first step until nobody talks any more: others may have the lock then. */
  #turn: Turn | undefined;
  /** Account of the conversation, masked. */
  #account: string | null = null;
  /** The stored account and password are at work. */
  #isKnown = false;
  #working: AbortController | undefined;
  /** Never rejects: a caller that gives up waits for its end, not for how it went. */
  #underWay: Promise<void> = Promise.resolve();
  #offered: SignInView | undefined;
  #forgotten: NodeJS.Timeout | undefined;

  constructor(options: SignInTalkOptions) {
    this.#options = options;
  }

  /** Something is under way with Apple, or waits for a code. */
  get isTalking(): boolean {
    return this.#working !== undefined || this.#dialog !== undefined;
  }

  /** With a password. A window that only knows the masked account sends that back: the stored one is meant. */
  async begin(appleId: string, password: string): Promise<void> {
    const { app } = this.#options;
    const stored = app.settings.current.appleId;
    const meant = stored !== null && appleId === maskAccount(stored) ? stored : appleId;
    await this.#lead('password', async (signal) => {
      this.#account = maskAccount(meant);
      this.#isKnown = false;
      return await this.#open(() => app.signIn({ appleId: meant, password }), signal);
    });
  }

  /** With what is stored. */
  async again(): Promise<void> {
    const { app, status } = this.#options;
    await this.#lead('password', async (signal) => {
      this.#account = status().signIn?.account ?? null;
      this.#isKnown = true;
      return await this.#open(() => app.signInAgain(), signal);
    });
  }

  async code(code: string): Promise<void> {
    await this.#lead('code', (signal) => this.#current().enterCode(code, signal));
  }

  async textInstead(): Promise<void> {
    await this.#lead('text', (signal) => this.#current().textInstead(signal));
  }

  async choosePhone(id: string): Promise<void> {
    await this.#lead('text', (signal) => this.#current().choosePhone(id, signal));
  }

  async resend(): Promise<void> {
    await this.#lead('password', (signal) => this.#current().resend(signal));
  }

  /** The first look into the drive; with Advanced Data Protection it starts Apple's five minutes. */
  async approve(): Promise<void> {
    await this.#lead('approval', async () => {
      // It would keep the lock that the look wants.
      await this.#letGo();
      return { step: 'done' };
    });
  }

  /** Gives up at any point. The sign-in that was in force before stays so. */
  async cancel(): Promise<void> {
    this.#working?.abort();
    await this.#underWay;
    try {
      await this.#letGo();
    } finally {
      this.#offer();
      this.#endTurn();
    }
  }

  /** The prompt is about to be shown: what was said about an earlier attempt is over. */
  renew(): void {
    if (!this.isTalking) this.#offer();
  }

  /** The status changed. */
  follow(): void {
    const { view, status } = this.#options;
    if (this.isTalking) return;
    const offer = offerOf(status());
    const shown = view();
    const isOffer = shown.step === 'idle' || JSON.stringify(shown) === JSON.stringify(this.#offered);
    // That it is done is said until there is something new to say.
    const isPast = shown.step === 'done' && (offer.step !== 'ready' || offer.problem !== null);
    if (isOffer || isPast) this.#offer();
  }

  async dispose(): Promise<void> {
    this.#working?.abort();
    await this.#underWay;
    try {
      await this.#letGo();
    } finally {
      this.#endTurn();
    }
  }

  /** At each step: whatever began while the user looked for the code makes way again. */
  async #takeTurn(): Promise<void> {
    if (this.#turn) await this.#turn.again('sign-in');
    else await (this.#turn = this.#options.scheduler.ask('sign-in')).begun();
  }

  #endTurn(): void {
    this.#turn?.end();
    this.#turn = undefined;
  }

  #giveUpLater(): void {
    const giveUp = (): void => {
      this.cancel().catch((error: unknown) =>
        this.#options.logger.warn('sign-in not let go of', { code: toAppError(error).code }),
      );
    };
    this.#forgotten = setTimeout(giveUp, forgottenMs);
    this.#forgotten.unref();
  }

  #offer(): void {
    this.#offered = offerOf(this.#options.status());
    this.#options.publish(this.#offered);
  }

  #current(): SignIn {
    if (!this.#dialog) throw new AppError('icloud.sign-in-stale');
    return this.#dialog;
  }

  async #open(opening: () => Promise<SignIn>, signal: AbortSignal): Promise<SignInStep> {
    await this.#letGo();
    this.#dialog = await opening();
    return await this.#dialog.start(signal);
  }

  async #letGo(): Promise<void> {
    clearTimeout(this.#forgotten);
    const dialog = this.#dialog;
    this.#dialog = undefined;
    await dialog?.abandon();
  }

  /** One step at a time: a button that is pressed twice is pressed once. */
  async #lead(doing: Doing, work: (signal: AbortSignal) => Promise<SignInStep>): Promise<void> {
    if (this.#working) return;
    clearTimeout(this.#forgotten);
    const working = new AbortController();
    this.#working = working;
    this.#options.publish({ step: 'working', doing });
    const step = this.#carryOut(work, working.signal).finally(() => {
      this.#working = undefined;
      if (this.#options.view().step === 'working') this.#offer();
      if (this.#dialog) this.#giveUpLater();
      else this.#endTurn();
    });
    const isOver = (): void => undefined;
    this.#underWay = step.then(isOver, isOver);
    await step;
  }

  async #carryOut(work: (signal: AbortSignal) => Promise<SignInStep>, signal: AbortSignal): Promise<void> {
    try {
      await this.#takeTurn();
      throwIfCancelled(signal);
      await this.#show(await work(signal), null, signal);
    } catch (thrown) {
      if (!signal.aborted) await this.#failed(problemOf(withoutOwnPid(toAppError(thrown))), signal);
    }
  }

  async #show(step: SignInStep, problem: Problem | null, signal: AbortSignal): Promise<void> {
    const resendAt = (await this.#options.app.nextCodeAt()).toISOString();
    const view = viewOfStep(step, { account: this.#account ?? '', resendAt, problem });
    if (signal.aborted) return;
    if (view) this.#options.publish(view);
    else await this.#finish(signal);
  }

  /** A wrong answer is told where it was given; what ended the conversation, where the next one begins. */
  async #failed(problem: Problem, signal: AbortSignal): Promise<void> {
    const current = this.#dialog?.current;
    if (current && current.step !== 'done') {
      await this.#show(current, problem, signal);
      return;
    }
    await this.#letGo();
    await this.#options.refresh();
    this.#options.publish(viewOfFailure(this.#account, this.#isKnown, problem));
  }

  async #finish(signal: AbortSignal): Promise<void> {
    const { app, publish, status, refresh, onDone } = this.#options;
    this.#dialog = undefined;
    publish({ step: 'working', doing: 'approval' });
    try {
      await app.approve((until) => publish({ step: 'approve', until: until.toISOString() }), signal);
    } catch (thrown) {
      await refresh();
      if (!signal.aborted) publish({ step: 'approval-needed', problem: problemOf(toAppError(thrown)) });
      return;
    }
    await refresh();
    publish({ step: 'done', until: status().signIn?.until ?? '' });
    onDone();
  }
}
