import { z } from 'zod';
import type { PhoneCodeWords } from '../../shared/icloud/phone-code.ts';
import { signInCureOf } from '../../shared/problems/rules.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import { isCode } from '../errors/app-error.ts';
import { AppleTalk } from '../phone-code/apple-talk.ts';
import { Conversation } from '../phone-code/conversation.ts';
import { codeTag, noticeOf } from '../phone-code/notice.ts';
import type { Reply, Say, Users } from '../phone-code/rules.ts';
import type { MobileApp } from '../report-home/mobile-app.ts';
import { problemOf } from '../sync/transfer.ts';
import type { Gates } from '../state/gates.ts';
import { connectApp, type ConnectAppNeeds } from './home-device.ts';
import { readStatus, type StatusNeeds } from './read-status.ts';
import { signInAgain } from './sign-in-again.ts';
import { approveSignIn, type SignInNeeds } from './sign-in.ts';

export type PhoneCodeWatchNeeds = ConnectAppNeeds &
  SignInNeeds &
  StatusNeeds &
  Needs<'secretStore' | 'settings' | 'telling', 'clock' | 'logger'>;

export interface PhoneCodeWish {
  readonly words: () => {
    readonly phoneCode: PhoneCodeWords;
    readonly problem: (problem: Problem) => { readonly title: string; readonly next: string };
    /** A day, as people read it. */
    readonly day: (iso: string) => string;
  };
  /** Whatever else this program does makes way until the returned function is called. */
  readonly hold: () => Promise<() => void>;
  /** Signed in, and the drive answers. */
  readonly onSignedIn: () => void;
}

/** On Home Assistant's bus, when somebody presses a button of a notification or types into it. */
const actionEvent = 'mobile_app_notification_action';
const eventSchema = z.object({
  data: z.object({ action: z.string(), reply_text: z.string().nullish() }),
  context: z.object({ user_id: z.string().nullish() }).optional(),
});

/** Days before the sign-in ends from which on it is offered. */
const aheadDays = 7;

/** Not by what the last run met: that may be over. */
const isDue = ({ signIn }: Status, { appleNeedsUser }: Gates): boolean =>
  (appleNeedsUser !== undefined && signInCureOf(appleNeedsUser.code) === 'reconnect') ||
  (signIn !== null && signIn.daysLeft < aheadDays);

/** Hears the phones of one Home Assistant as long as something is asked there; else there is no connection. */
export class PhoneCodeWatch {
  readonly #context: PhoneCodeWatchNeeds;
  readonly #wish: PhoneCodeWish;
  readonly #talk: AppleTalk;
  readonly #conversation: Conversation;
  readonly #replies: Reply[] = [];
  #app: MobileApp | undefined;
  #users: Users;
  #openFor: string | undefined;
  #wake = (): void => undefined;
  #nextCode: string | null = null;

  constructor(context: PhoneCodeWatchNeeds, wish: PhoneCodeWish) {
    this.#context = context;
    this.#wish = wish;
    this.#talk = new AppleTalk({
      open: () => signInAgain(context),
      approve: (onWaiting, signal) => approveSignIn(context, onWaiting, signal),
      hold: wish.hold,
    });
    const { telling: memory, ports } = context;
    const say = (said: Say, signal: AbortSignal): Promise<boolean> => this.#say(said, signal);
    this.#conversation = new Conversation({ memory, talk: this.#talk, clock: ports.clock, say });
  }

  /** Errors: those of the connection. */
  async look(signal: AbortSignal): Promise<void> {
    const settings = await this.#context.settings.load();
    const isWanted = settings.phoneCode.notify.length > 0 && settings.appleId !== null && settings.instances.length > 0;
    if (!isWanted) {
      await this.#forget();
      return;
    }
    if (!(await this.#isDue()) && !(await this.#conversation.isOpen())) {
      await this.disconnect();
      return;
    }
    try {
      await this.#connect(JSON.stringify([settings.instances, settings.caFile, settings.phoneCode]), signal);
    } catch (error) {
      await this.#conversation.giveUpLate();
      throw error;
    }
    for (let reply = this.#replies.shift(); reply; reply = this.#replies.shift())
      await this.#conversation.answer(reply, this.#users, signal);
    // As it is now: an answer may just have ended it.
    await this.#conversation.look(await this.#isDue(), signal);
  }

  async #isDue(): Promise<boolean> {
    return isDue(await readStatus(this.#context), await this.#context.gates.read());
  }

  /** Until there is something to look at. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#replies.length > 0) return;
    const { clock } = this.#context.ports;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const left = Math.max(0, this.#conversation.until - clock.now().getTime());
    await clock.wait(Math.min(ms, left), AbortSignal.any([signal, woken.signal])).catch((error: unknown) => {
      if (signal.aborted) throw error;
    });
  }

  async disconnect(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    await app?.close();
  }

  async close(): Promise<void> {
    await this.#conversation.end();
    await this.disconnect();
  }

  /** Nobody is to be asked any more: no button counts. */
  async #forget(): Promise<void> {
    await this.#conversation.end();
    const { telling } = this.#context;
    if ((await telling.read()).codeOffer) await telling.update((memory) => ({ ...memory, codeOffer: undefined }));
    await this.disconnect();
  }

  async #connect(what: string, signal: AbortSignal): Promise<void> {
    if (this.#app && this.#openFor === what) return;
    await this.disconnect();
    const app = await connectApp(this.#context, signal);
    this.#app = app;
    this.#openFor = what;
    // Before anything is asked: every answer is heard.
    app.listen(actionEvent, (event) => this.#hear(event));
    this.#users = await app.usersOf(this.#context.settings.current.phoneCode.notify, signal);
  }

  #hear(event: unknown): void {
    const read = eventSchema.safeParse(event).data;
    if (!read) return;
    const { data, context } = read;
    this.#replies.push({
      action: data.action,
      text: data.reply_text ?? undefined,
      userId: context?.user_id ?? undefined,
    });
    this.#wake();
  }

  async #say(said: Say, signal: AbortSignal): Promise<boolean> {
    const { settings, ports } = this.#context;
    const { phoneCode, computerId, computerName } = settings.current;
    if (said.say === 'done') await this.#signedIn();
    const words = this.#wish.words();
    const { problem } = this.#talk;
    const facts = {
      computer: computerName,
      nextCode: this.#nextCode === null ? null : words.day(this.#nextCode),
      problem: problem ? words.problem(problemOf(problem)) : null,
    };
    let isHeard = false;
    for (const service of phoneCode.notify) {
      try {
        await this.#app?.call(noticeOf(said, service, codeTag(computerId), words.phoneCode, facts), signal);
        isHeard = true;
      } catch (error) {
        if (!isCode(error, 'telling.notify-failed')) throw error;
        ports.logger.info('phone not reached', { code: 'telling.notify-failed' });
      }
    }
    return isHeard;
  }

  async #signedIn(): Promise<void> {
    this.#nextCode = (await readStatus(this.#context)).signIn?.until ?? null;
    this.#wish.onSignedIn();
  }
}
