import { isAppSpecificPassword } from '../../shared/icloud/apple-password.ts';
import { provesNoCode } from '../../shared/problems/rules.ts';
import { AppError, isCode, isSuch } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Gates } from '../state/gates.ts';
import { rememberApple } from './apple-gate.ts';
import type { Cell } from '../state/json-file.ts';
import { classify } from './classify.ts';
import { readReply, type Question } from './config-reply.ts';
import type { RcloneRunner } from './rclone-run.ts';
import { checkCodeAttempt, checkCodeRequest, checkPasswordAttempt, count, uncount } from './sign-in-limits.ts';
import { StagedConfig, type LiveConfig } from './staged-config.ts';
import { typedCode } from './typed-code.ts';

/** What the user has to do next. The same for a terminal and a window. */
export type SignInStep =
  | { readonly step: 'device-code' }
  | { readonly step: 'choose-phone'; readonly phones: readonly { readonly id: string; readonly label: string }[] }
  | { readonly step: 'phone-code'; readonly phone: string }
  /** A wrong code by phone ends Apple's session: only `resend()` goes on. */
  | { readonly step: 'ask-again' }
  | { readonly step: 'done' };

export interface Credentials {
  readonly appleId: string;
  readonly password: string;
}

export interface SignInPorts {
  readonly runner: RcloneRunner;
  readonly gates: Cell<Gates>;
  readonly clock: Clock;
  readonly live: LiveConfig;
  readonly lock: SignInLock;
}

/** Keeps other processes from the config in use while a sign-in is under way. */
export interface SignInLock {
  /** Before each step; fine when it is held already. Error: `sync.running`, and nothing goes to Apple then. */
  hold(signal: AbortSignal): Promise<void>;
  release(): Promise<void>;
}

/**
 * One sign-in from password to trust. Everything happens on a copy of the config; only a finished sign-in replaces the
 * one in use, so giving up half-way breaks nothing. Not for a timer: every step here is the user's own.
 *
 * Errors: `icloud.*`; a wrong device code may be answered again, after anything else look at `current`.
 */
export class SignIn {
  readonly #ports: SignInPorts;
  readonly #credentials: Credentials;
  #staged: StagedConfig | undefined;
  #question: Question | 'ask-again' | 'done' | undefined;

  constructor(credentials: Credentials, ports: SignInPorts) {
    this.#credentials = { ...credentials, appleId: credentials.appleId.trim().toLowerCase() };
    this.#ports = ports;
  }

  get current(): SignInStep | undefined {
    return this.#question === undefined ? undefined : stepOf(this.#question);
  }

  /** Sends the password's proof; Apple then sends a code to the trusted devices (or by SMS where there are none). */
  async start(signal: AbortSignal): Promise<SignInStep> {
    if (isAppSpecificPassword(this.#credentials.password)) throw new AppError('icloud.app-password');
    return await this.#begin(signal);
  }

  /** Asks for another code: a new sign-in from the password on, for Apple's side of the old one may be gone. */
  async resend(signal: AbortSignal): Promise<SignInStep> {
    this.#expect('device-code', 'phone-code', 'choose-phone', 'ask-again');
    return await this.#begin(signal);
  }

  /** "Text me instead." With several phones Apple is asked only after one was chosen. */
  async textInstead(signal: AbortSignal): Promise<SignInStep> {
    this.#expect('device-code');
    await this.#mayAskForCode(false);
    const step = await this.#continue('sms', signal);
    if (step.step === 'phone-code') await this.#count('codesAsked');
    return step;
  }

  async choosePhone(id: string, signal: AbortSignal): Promise<SignInStep> {
    const question = this.#expect('choose-phone');
    const known =
      typeof question === 'object' && question.ask === 'phone' && question.phones.some((phone) => phone.id === id);
    if (!known) throw new AppError('icloud.code-missing', { wanted: 'phone' });
    await this.#mayAskForCode(false);
    await this.#count('codesAsked');
    return await this.#continue(id, signal);
  }

  async enterCode(code: string, signal: AbortSignal): Promise<SignInStep> {
    const question = this.#expect('device-code', 'phone-code');
    const digits = typedCode(code);
    if (digits === undefined) throw new AppError('icloud.code-missing', { wanted: 'code' });
    checkCodeAttempt((await this.#ports.gates.read()).signIn, this.#ports.clock.now());
    try {
      return await this.#continue(digits, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'icloud.code-wrong') throw error;
      await this.#count('wrongCodes');
      if (typeof question === 'object' && question.ask === 'phone-code') this.#question = 'ask-again';
      throw error;
    }
  }

  /** Leaves everything as it was before. Fine at any time, also twice. */
  async abandon(): Promise<void> {
    await this.#staged?.discard();
    this.#staged = undefined;
    if (this.#question !== 'done') this.#question = undefined;
    await this.#ports.lock.release();
  }

  async #begin(signal: AbortSignal): Promise<SignInStep> {
    const { signIn } = await this.#ports.gates.read();
    const now = this.#ports.clock.now();
    checkPasswordAttempt(signIn, now);
    checkCodeRequest(signIn, true, now);
    await this.#ports.lock.hold(signal);
    try {
      await this.#staged?.discard();
      this.#question = undefined;
      this.#staged = await StagedConfig.open(this.#credentials, this.#ports.runner, this.#ports.live, signal);
      // Counted before it is sent: a crash in between must not make room for one more.
      await this.#count('codesAsked');
      return await this.#ask(this.#staged.beginArgs, signal);
    } catch (error) {
      if (isSuch(error, provesNoCode)) await this.#takeBack('codesAsked');
      if (isCode(error, 'icloud.password-wrong')) await this.#count('wrongPasswords');
      await this.abandon();
      throw error;
    }
  }

  async #continue(answer: string, signal: AbortSignal): Promise<SignInStep> {
    const question = this.#question;
    if (typeof question !== 'object' || question.ask === 'nothing' || !this.#staged)
      throw new AppError('icloud.sign-in-stale');
    await this.#ports.lock.hold(signal);
    return await this.#ask(this.#staged.answerArgs(question.state), signal, answer);
  }

  async #ask(args: readonly string[], signal: AbortSignal, answer?: string): Promise<SignInStep> {
    const staged = this.#staged;
    if (!staged) throw new AppError('icloud.sign-in-stale');
    const result = await staged.run(args, signal, answer === undefined ? {} : { answer });
    if (result.exitCode !== 0) throw await this.#failed(classify(result));
    const question = readReply(result.stdout);
    if (question.ask !== 'nothing') {
      this.#question = question;
      return stepOf(question);
    }
    // Done without a single question: an account without two-factor authentication, of no use to rclone
    // (facts#sign-in-dialog).
    if (this.#question === undefined) throw new AppError('icloud.no-two-factor');
    await staged.commit(this.#ports.clock.now(), signal);
    this.#question = 'done';
    await this.#ports.lock.release();
    return { step: 'done' };
  }

  /** Nobody tries again but the user. Apple's wish for quiet holds for background runs as well. */
  async #failed(error: AppError): Promise<AppError> {
    const { gates, clock } = this.#ports;
    if (error.code === 'cloud.throttled') await gates.update((current) => rememberApple(current, error, clock.now()));
    return new AppError(error.code, { ...error.facts, dialog: true }, error.cause);
  }

  async #mayAskForCode(sameWay: boolean): Promise<void> {
    checkCodeRequest((await this.#ports.gates.read()).signIn, sameWay, this.#ports.clock.now());
  }

  async #count(what: keyof Gates['signIn']): Promise<void> {
    const now = this.#ports.clock.now();
    await this.#ports.gates.update((gates) => ({ ...gates, signIn: count(gates.signIn, what, now) }));
  }

  async #takeBack(what: keyof Gates['signIn']): Promise<void> {
    await this.#ports.gates.update((gates) => ({ ...gates, signIn: uncount(gates.signIn, what) }));
  }

  #expect(...steps: SignInStep['step'][]): Question | 'ask-again' | 'done' {
    const question = this.#question;
    if (question === undefined || !steps.includes(stepOf(question).step)) throw new AppError('icloud.sign-in-stale');
    return question;
  }
}

const stepOf = (question: Question | 'ask-again' | 'done'): SignInStep => {
  if (question === 'ask-again' || question === 'done') return { step: question };
  switch (question.ask) {
    case 'device-code':
      return { step: 'device-code' };
    case 'phone':
      return { step: 'choose-phone', phones: question.phones };
    case 'phone-code':
      return { step: 'phone-code', phone: question.phone };
    case 'nothing':
      return { step: 'done' };
  }
};
