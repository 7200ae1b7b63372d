import type { Clock } from '../ports/clock.ts';
import type { TellingMemory } from '../report-home/memory.ts';
import type { Cell } from '../state/json-file.ts';
import { newNonce } from './action.ts';
import type { AppleTalk } from './apple-talk.ts';
import { advance, rest, type Event, type Phase, type Reply, type Say, type Users } from './rules.ts';

interface ConversationParts {
  readonly memory: Cell<TellingMemory>;
  readonly talk: AppleTalk;
  readonly clock: Clock;
  /** Sends it to the phones. False: to none of them. */
  readonly say: (said: Say, signal: AbortSignal) => Promise<boolean>;
}

type Offer = NonNullable<TellingMemory['codeOffer']>;

/** A phone that could not be reached is tried again an hour later, not a day. */
const unheardMs = 23 * 3_600_000;
const dayMs = 24 * 3_600_000;
/** A talk that is under way keeps other programs from asking; should this one end in the middle of it, not for longer. */
const talkMs = 15 * 60_000;

/**
 * Carries out what the rules say. That something is offered is remembered, for all programs of this computer: which hears the answer
 * first takes it away, and no other acts on it. Everything after that lives and ends with this one.
 */
export class Conversation {
  readonly #parts: ConversationParts;
  /** Once Apple was asked. */
  #own: Phase | undefined;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  /** Something is asked on the phones, or under way with Apple: answers have to be heard. */
  async isOpen(): Promise<boolean> {
    return this.#own !== undefined || (await this.#parts.memory.read()).codeOffer !== undefined;
  }

  /** When the next look is due at the latest, in milliseconds since 1970. */
  get until(): number {
    return this.#own?.at === 'asked' ? this.#own.question.until : Number.POSITIVE_INFINITY;
  }

  async look(isDue: boolean, signal: AbortSignal): Promise<void> {
    await this.#tell({ type: 'look', isDue, hour: this.#parts.clock.now().getHours() }, signal);
  }

  async answer(reply: Reply, users: Users, signal: AbortSignal): Promise<void> {
    await this.#tell({ type: 'reply', reply, users }, signal);
  }

  /** Home Assistant is away: what nobody can answer in time any more keeps nothing else waiting. */
  async giveUpLate(): Promise<void> {
    if (this.#parts.clock.now().getTime() >= this.until) await this.end();
  }

  /** The program ends, or nobody is to be asked any more. */
  async end(): Promise<void> {
    this.#own = undefined;
    await this.#parts.talk.end();
  }

  async #tell(event: Event, signal: AbortSignal): Promise<void> {
    const { clock, talk } = this.#parts;
    const offer = (await this.#parts.memory.read()).codeOffer;
    const before = this.#own ?? phaseOf(offer);
    const { phase, effects } = advance(before, event, clock.now().getTime(), newNonce());
    if (effects.length === 0) return;
    // What another program leads is for that one to end.
    if (!this.#own && isUnderWay(offer, clock.now().getTime())) return;
    if (!(await this.#commit(offer, phase))) return;
    for (const effect of effects) {
      if ('order' in effect) await talk.carryOut(effect, (next) => this.#tell(next, signal), signal);
      else await this.#say(effect, signal);
    }
  }

  /** False: another program was faster. */
  async #commit(before: Offer | undefined, phase: Phase): Promise<boolean> {
    const now = this.#parts.clock.now().getTime();
    const isTalk = phase.at === 'busy' || (phase.at === 'asked' && phase.question.ask !== 'offer');
    const after = isTalk ? underWay(now) : offerOf(phase);
    const seen = { isFirst: false };
    await this.#parts.memory.update((memory) => {
      seen.isFirst = memory.codeOffer?.key === before?.key;
      return seen.isFirst ? { ...memory, codeOffer: after } : memory;
    });
    if (seen.isFirst) this.#own = isTalk ? phase : undefined;
    return seen.isFirst;
  }

  async #say(said: Say, signal: AbortSignal): Promise<void> {
    if ((await this.#parts.say(said, signal)) || said.say !== 'offer') return;
    await this.#parts.memory.update((memory) => {
      const { codeOffer } = memory;
      if (!codeOffer) return memory;
      const since = Date.parse(codeOffer.since) - unheardMs;
      return { ...memory, codeOffer: { ...codeOffer, since: new Date(since).toISOString() } };
    });
  }
}

const phaseOf = (offer: Offer | undefined): Phase => {
  if (!offer) return rest;
  const since = Date.parse(offer.since);
  return { at: 'asked', question: { ask: 'offer', key: offer.key, since, until: since + 2 * dayMs } };
};

/** No button of it counts, and it is over soon. */
const underWay = (now: number): Offer => ({ key: 'talk', since: new Date(now + talkMs - dayMs).toISOString() });

const isUnderWay = (offer: Offer | undefined, now: number): boolean =>
  offer?.key === 'talk' && now < Date.parse(offer.since) + dayMs;

const offerOf = (phase: Phase): Offer | undefined =>
  phase.at === 'asked' && phase.question.ask === 'offer'
    ? { key: phase.question.key, since: new Date(phase.question.since).toISOString() }
    : undefined;
