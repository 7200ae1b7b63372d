import { endsByItself } from '../../shared/problems/rules.ts';
import { AppError, isCode, toAppError } from '../errors/app-error.ts';
import type { SignIn, SignInStep } from '../icloud/sign-in.ts';
import type { Event, Order } from './rules.ts';

export type AppleDialog = Pick<
  SignIn,
  'abandon' | 'choosePhone' | 'current' | 'enterCode' | 'resend' | 'start' | 'textInstead'
>;

interface AppleDoor {
  /** With the account and the password that are stored. */
  readonly open: () => Promise<AppleDialog>;
  /** The first look into the drive; with Advanced Data Protection a device is asked. */
  readonly approve: (onWaiting: () => void, signal: AbortSignal) => Promise<void>;
  /** Whatever else this program does makes way until the returned function is called. */
  readonly hold: () => Promise<() => void>;
}

/** One talk with Apple at a time, led by the phone: what is ordered is done, and what comes of it is told. */
export class AppleTalk {
  readonly #door: AppleDoor;
  #dialog: AppleDialog | undefined;
  #letGo: (() => void) | undefined;
  /** Why the last one failed. */
  problem: AppError | undefined;

  constructor(door: AppleDoor) {
    this.#door = door;
  }

  /** Never fails but by the signal: what went wrong is told. Error: `sync.cancelled`. */
  async carryOut(order: Order, tell: (event: Event) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (order.order === 'give-up') {
      await this.end();
      return;
    }
    try {
      const step = await this.#step(order, signal);
      if (step.step === 'done') {
        await this.end();
        await this.#approve(tell, signal);
      }
      await tell(step.step === 'done' ? { type: 'done' } : eventOf(step));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (signal.aborted) throw error;
      await tell(this.#failed(error));
    }
  }

  /** Leaves everything as it was before, unless it is done. Fine at any time. */
  async end(): Promise<void> {
    const dialog = this.#dialog;
    this.#dialog = undefined;
    try {
      await dialog?.abandon();
    } finally {
      this.#letGo?.();
      this.#letGo = undefined;
    }
  }

  async #step(order: Exclude<Order, { order: 'give-up' }>, signal: AbortSignal): Promise<SignInStep> {
    if (order.order === 'start') {
      await this.end();
      this.#letGo = await this.#door.hold();
      this.#dialog = await this.#door.open();
      return await this.#dialog.start(signal);
    }
    const dialog = this.#dialog;
    if (!dialog) throw new AppError('icloud.sign-in-stale');
    if (order.order === 'code') return await dialog.enterCode(order.digits, signal);
    if (order.order === 'phone') return await dialog.choosePhone(order.id, signal);
    return await (order.order === 'text' ? dialog.textInstead(signal) : dialog.resend(signal));
  }

  async #approve(tell: (event: Event) => Promise<void>, signal: AbortSignal): Promise<void> {
    let said = Promise.resolve();
    const release = await this.#door.hold();
    try {
      await this.#door.approve(() => void (said = tell({ type: 'approve' })), signal);
    } finally {
      release();
      await said;
    }
  }

  #failed(error: AppError): Event {
    if (isCode(error, 'icloud.code-wrong'))
      return { type: 'wrong', mayType: this.#dialog?.current?.step === 'device-code' };
    this.problem = error;
    return { type: 'failed', mayTryAgain: endsByItself(error.code) };
  }
}

const eventOf = (step: Exclude<SignInStep, { step: 'done' }>): Event => {
  switch (step.step) {
    case 'device-code':
      return { type: 'code-sent', canText: true };
    case 'phone-code':
      return { type: 'code-sent', canText: false };
    case 'choose-phone':
      return { type: 'which-phone', phones: step.phones };
    case 'ask-again':
      return { type: 'wrong', mayType: false };
  }
};
