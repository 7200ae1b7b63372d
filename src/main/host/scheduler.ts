import { AppError, throwIfCancelled } from '../../core/errors/app-error.ts';
import { Latch } from './latch.ts';
import {
  advance,
  emptySchedule,
  isRun,
  isTaken,
  mayWatch,
  type Effect,
  type Rank,
  type Rest,
  type ScheduleEvent,
  type StopReason,
} from './scheduling.ts';

/** A check does not ask: it is due (`beginCheck`). */
type AskingRank = Exclude<Rank, 'check'>;

/** What a task holds from its question to its end. */
export interface Turn {
  /** Fires when the task has to end. */
  readonly signal: AbortSignal;
  readonly stoppedBy: StopReason | undefined;
  /** Resolves when everything less urgent has made way. Error: `sync.cancelled`. */
  begun(): Promise<void>;
  /** The next step of the same task: whatever came between makes way again. Errors: `sync.cancelled`. */
  again(rank: AskingRank): Promise<void>;
  /** From now on it gives way to nothing. */
  movesBackup(): void;
  /** The user gives it up. */
  cancel(): void;
  /** It has let go of everything. Once is enough; more often does no harm. */
  end(): void;
}

type Refusal = Extract<Effect, { readonly do: 'refuse' }>;
type Order = Exclude<Effect, Refusal>;

/**
 * The one place that decides who has the core's attention: see `scheduling.ts` for the rule. It starts and stops nothing by
 * itself; it tells each task when its turn begins and when it has to end.
 */
export class Scheduler {
  #schedule = emptySchedule;
  readonly #turns = new Map<number, HeldTurn>();
  readonly #mayWatch = new Latch(false);
  readonly #effects: Order[] = [];
  readonly #whenOver: (() => void)[] = [];
  #isCarryingOut = false;
  #renewWatch = (): void => undefined;
  #lastId = 0;

  /** A run is under way: what moves backups or changes the set-up. */
  get isBusy(): boolean {
    return this.#schedule.tasks.some(isRun);
  }

  /** A list would have to wait for a run, a sign-in or the doctor. */
  get isTaken(): boolean {
    return isTaken(this.#schedule);
  }

  /** Nothing keeps work from beginning in the background. */
  get mayWatch(): boolean {
    return mayWatch(this.#schedule);
  }

  /** Errors: `sync.running` (an order beside another run), `sync.cancelled` (the program ends). */
  ask(rank: AskingRank): Turn {
    const turn = this.#newTurn();
    const refusal = this.#tell({ type: 'asked', id: turn.id, rank });
    if (refusal) throw new AppError(refusal.because === 'busy' ? 'sync.running' : 'sync.cancelled');
    return turn;
  }

  /** One task from its question to its end. Errors: those of `ask`, and its own. */
  async run<T>(rank: AskingRank, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const turn = this.ask(rank);
    try {
      await turn.begun();
      throwIfCancelled(turn.signal);
      return await work(turn.signal);
    } finally {
      turn.end();
    }
  }

  /** A check in the background is due. Undefined: it is left out, and made up for if other work is the reason. */
  beginCheck(isPaused: boolean): Turn | undefined {
    const turn = this.#newTurn();
    return this.#tell({ type: 'check-due', id: turn.id, isPaused }) ? undefined : turn;
  }

  /** The user wants a check now: made at once, or as soon as nothing is in its way. */
  wantCheck(): void {
    this.#tell({ type: 'check-wanted' });
  }

  /** The user gives up every task of this rank. */
  cancelAll(rank: Rank): void {
    const ids = this.#schedule.tasks.filter((task) => task.rank === rank).map(({ id }) => id);
    for (const id of ids) this.#tell({ type: 'cancelled', id });
  }

  rest(rest: Rest, isOn: boolean): void {
    this.#tell({ type: 'rest', rest, isOn });
  }

  /** @param renew - lets go of the connection; the watch then begins again when `untilMayWatch` says so */
  onRenewWatch(renew: () => void): void {
    this.#renewWatch = renew;
  }

  /** Error: `sync.cancelled`. */
  async untilMayWatch(signal: AbortSignal): Promise<void> {
    while (!this.mayWatch) await this.#mayWatch.passed(signal);
    throwIfCancelled(signal);
  }

  /** Ends everything, and resolves when all of it has let go. Nothing begins any more. */
  async end(): Promise<void> {
    this.#tell({ type: 'ended' });
    if (this.#schedule.tasks.length > 0) await new Promise<void>((resolve) => this.#whenOver.push(resolve));
  }

  #newTurn(): HeldTurn {
    this.#lastId += 1;
    const turn = new HeldTurn(this.#lastId, (event) => void this.#tell(event));
    this.#turns.set(turn.id, turn);
    return turn;
  }

  /** Effects may lead to further events: they are carried out one after the other, in the order in which they came. */
  #tell(event: ScheduleEvent): Refusal | undefined {
    const { schedule, effects } = advance(this.#schedule, event);
    this.#schedule = schedule;
    this.#effects.push(...effects.filter((effect) => effect.do !== 'refuse'));
    this.#mayWatch.set(mayWatch(schedule));
    this.#carryOutAll();
    this.#forget();
    return effects.find((effect) => effect.do === 'refuse');
  }

  #carryOutAll(): void {
    if (this.#isCarryingOut) return;
    this.#isCarryingOut = true;
    try {
      for (let effect = this.#effects.shift(); effect; effect = this.#effects.shift()) this.#carryOut(effect);
    } finally {
      this.#isCarryingOut = false;
    }
  }

  #carryOut(effect: Order): void {
    if (effect.do === 'renew-watch') this.#renewWatch();
    else this.#turns.get(effect.id)?.hear(effect);
  }

  #forget(): void {
    const known = new Set(this.#schedule.tasks.map(({ id }) => id));
    if (this.#effects.length === 0) for (const id of this.#turns.keys()) if (!known.has(id)) this.#turns.delete(id);
    if (this.#schedule.isEnded && known.size === 0) for (const go of this.#whenOver.splice(0)) go();
  }
}

class HeldTurn implements Turn {
  readonly id: number;
  stoppedBy: StopReason | undefined;
  readonly #stop = new AbortController();
  readonly #mayGo = new Latch(false);
  readonly #tell: (event: ScheduleEvent) => void;

  constructor(id: number, tell: (event: ScheduleEvent) => void) {
    this.id = id;
    this.#tell = tell;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  async begun(): Promise<void> {
    await this.#mayGo.passed(this.signal);
  }

  async again(rank: AskingRank): Promise<void> {
    this.#mayGo.set(false);
    this.#tell({ type: 'asked', id: this.id, rank });
    await this.begun();
  }

  movesBackup(): void {
    this.#tell({ type: 'moves-backup', id: this.id });
  }

  cancel(): void {
    this.#tell({ type: 'cancelled', id: this.id });
  }

  end(): void {
    this.#tell({ type: 'over', id: this.id });
  }

  hear(effect: Extract<Order, { readonly id: number }>): void {
    if (effect.do === 'start') {
      this.#mayGo.set(true);
      return;
    }
    this.stoppedBy = effect.by;
    this.#stop.abort();
  }
}
