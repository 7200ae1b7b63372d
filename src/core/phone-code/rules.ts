import { dayMs } from '../domain/day.ts';
import { typedCode } from '../icloud/typed-code.ts';
import { keyOf, phoneVerbs, verbOf, type Verb } from './action.ts';

/*
 * Apple's code from the phone, as a machine: what is asked on the phone, what an answer is worth, and what follows. Pure.
 */

/** A code is good for minutes; so long an answer counts. */
export const answerMs = 5 * 60_000;
/** Nobody answered: asked again the next day, and not at night. */
const offerEveryMs = dayMs;
const wakingHours = { from: 8, to: 22 } as const;
/** A code that Apple did not take is asked for once more. */
const tries = 2;

/** What stands on the phone just now. An answer to anything else is none. */
export type Question = {
  /** Of the nonce in its buttons; the nonce itself is kept nowhere. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly until: number;
} & (
  | { readonly ask: 'offer'; readonly since: number }
  | { readonly ask: 'code'; readonly left: number; readonly canText: boolean }
  | { readonly ask: 'phone'; readonly left: number; readonly phones: readonly string[] }
  | { readonly ask: 'again'; readonly left: number }
);

export type Phase = { readonly at: 'rest' } | { readonly at: 'asked'; readonly question: Question } | Busy;
/** Apple is at work: nobody is listened to. */
type Busy = { readonly at: 'busy'; readonly left: number };

export interface Reply {
  readonly action: string;
  readonly text: string | undefined;
  /** Undefined: Home Assistant does not say. */
  readonly userId: string | undefined;
}

/** Who may answer, where Home Assistant tells whose the phones are. */
export type Users = ReadonlySet<string> | undefined;

export type Event =
  | { readonly type: 'look'; readonly isDue: boolean; readonly hour: number }
  | { readonly type: 'reply'; readonly reply: Reply; readonly users: Users }
  | { readonly type: 'code-sent'; readonly canText: boolean }
  | { readonly type: 'which-phone'; readonly phones: readonly { readonly id: string; readonly label: string }[] }
  /** `mayType`: the same code may be typed again; else Apple has to send another one. */
  | { readonly type: 'wrong'; readonly mayType: boolean }
  | { readonly type: 'approve' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly mayTryAgain: boolean };

/** A code is asked for, or once more. */
type AskCode = 'code' | 'wrong';

/** What goes to the phones. Those with buttons have a nonce for them. */
export type Say =
  | { readonly say: 'offer' | 'late' | 'wrong-again'; readonly nonce: string }
  | { readonly say: AskCode; readonly nonce: string; readonly canText: boolean }
  | { readonly say: 'which-phone'; readonly nonce: string; readonly labels: readonly string[] }
  | { readonly say: 'approve' | 'done' | 'gave-up' }
  | { readonly say: 'failed'; readonly nonce: string | null }
  | { readonly say: 'nothing' };

/** What is done at Apple. All but `give-up` come from an answer that counts. */
export type Order =
  | { readonly order: 'start' | 'text' | 'resend' | 'give-up' }
  | { readonly order: 'code'; readonly digits: string }
  | { readonly order: 'phone'; readonly id: string };

export type Effect = Say | Order;

export interface Advanced {
  readonly phase: Phase;
  readonly effects: readonly Effect[];
}

export const rest: Phase = { at: 'rest' };

/** @param nonce - a new one, for whatever is asked next */
export const advance = (phase: Phase, event: Event, now: number, nonce: string): Advanced => {
  if (event.type === 'look') return look(phase, event, now, nonce);
  if (event.type === 'reply') return answered(phase, event, now, nonce);
  return phase.at === 'busy' ? fromApple(phase, event, now, nonce) : { phase, effects: [] };
};

const offer = (say: 'offer' | 'late', now: number, nonce: string, first: readonly Effect[] = []): Advanced => ({
  phase: { at: 'asked', question: offerOf(now, nonce) },
  effects: [...first, { say, nonce }],
});
const offerOf = (now: number, nonce: string): Question => ({
  ask: 'offer',
  key: keyOf(nonce),
  since: now,
  // Until the next one takes its place.
  until: now + 2 * offerEveryMs,
});

const look = (phase: Phase, event: Extract<Event, { type: 'look' }>, now: number, nonce: string): Advanced => {
  if (phase.at === 'busy') return { phase, effects: [] };
  const question = phase.at === 'asked' ? phase.question : undefined;
  if (question && question.ask !== 'offer')
    return now < question.until ? { phase, effects: [] } : offer('late', now, nonce, [{ order: 'give-up' }]);
  if (!event.isDue) return question ? { phase: rest, effects: [{ say: 'nothing' }] } : { phase, effects: [] };
  const isAwake = event.hour >= wakingHours.from && event.hour < wakingHours.to;
  const isOpen = question !== undefined && now - question.since < offerEveryMs;
  return isAwake && !isOpen ? offer('offer', now, nonce) : { phase, effects: [] };
};

/** What an answer orders, or undefined where it is none: another nonce, another user, too late, or nothing was asked. */
const judge = (phase: Phase, reply: Reply, users: Users, now: number): Verb | undefined => {
  if (phase.at !== 'asked' || now >= phase.question.until) return undefined;
  if (users && (reply.userId === undefined || !users.has(reply.userId))) return undefined;
  const { question } = phase;
  const verb = verbOf(reply.action, question.key);
  return verb !== undefined && answers(question).includes(verb) ? verb : undefined;
};

/** The buttons of a question. */
const answers = (question: Question): readonly Verb[] => {
  switch (question.ask) {
    case 'offer':
      return ['RENEW'];
    case 'again':
      return ['AGAIN'];
    case 'code':
      return question.canText ? ['CODE', 'TEXT'] : ['CODE'];
    case 'phone':
      return phoneVerbs.slice(0, question.phones.length);
  }
};

const answered = (phase: Phase, event: Extract<Event, { type: 'reply' }>, now: number, nonce: string): Advanced => {
  const verb = judge(phase, event.reply, event.users, now);
  if (verb === undefined || phase.at !== 'asked') return { phase, effects: [] };
  const { question } = phase;
  const left = question.ask === 'offer' ? tries : question.left;
  const order = orderOf(question, verb, event.reply);
  if (order) return { phase: { at: 'busy', left }, effects: [order] };
  // No code at all: asked as if it were a wrong one, and Apple hears nothing of it.
  const canText = question.ask === 'code' && question.canText;
  return left > 1 ? askCode('wrong', left - 1, canText, now, nonce) : givenUp;
};

/** Undefined: what was typed is no code. */
const orderOf = (question: Question, verb: Verb, { text }: Reply): Order | undefined => {
  if (question.ask === 'offer') return { order: 'start' };
  if (question.ask === 'again') return { order: 'resend' };
  if (question.ask === 'phone') return { order: 'phone', id: question.phones[answers(question).indexOf(verb)] ?? '' };
  if (verb === 'TEXT') return { order: 'text' };
  const digits = typedCode(text ?? '');
  return digits === undefined ? undefined : { order: 'code', digits };
};

const givenUp: Advanced = { phase: rest, effects: [{ order: 'give-up' }, { say: 'gave-up' }] };

const askCode = (say: AskCode, left: number, canText: boolean, now: number, nonce: string): Advanced => ({
  phase: { at: 'asked', question: { ask: 'code', key: keyOf(nonce), until: now + answerMs, left, canText } },
  effects: [{ say, nonce, canText }],
});

type OfApple = Exclude<Event, { readonly type: 'look' | 'reply' }>;

const fromApple = ({ left }: Busy, event: OfApple, now: number, nonce: string): Advanced => {
  const asked = { key: keyOf(nonce), until: now + answerMs } as const;
  switch (event.type) {
    case 'code-sent':
      return askCode('code', left, event.canText, now, nonce);
    case 'which-phone': {
      const phones = event.phones.slice(0, phoneVerbs.length);
      const question = { ...asked, ask: 'phone', left, phones: phones.map(({ id }) => id) } as const;
      const labels = phones.map(({ label }) => label);
      return { phase: { at: 'asked', question }, effects: [{ say: 'which-phone', nonce, labels }] };
    }
    case 'wrong':
      if (left <= 1) return givenUp;
      if (event.mayType) return askCode('wrong', left - 1, true, now, nonce);
      return {
        phase: { at: 'asked', question: { ...asked, ask: 'again', left: left - 1 } },
        effects: [{ say: 'wrong-again', nonce }],
      };
    case 'approve':
      return { phase: { at: 'busy', left }, effects: [{ say: 'approve' }] };
    case 'done':
      return { phase: rest, effects: [{ say: 'done' }] };
    case 'failed':
      return event.mayTryAgain
        ? {
            phase: { at: 'asked', question: offerOf(now, nonce) },
            effects: [{ order: 'give-up' }, { say: 'failed', nonce }],
          }
        : {
            phase: { at: 'asked', question: { ...offerOf(now, nonce), key: '' } },
            effects: [{ order: 'give-up' }, { say: 'failed', nonce: null }],
          };
  }
};
