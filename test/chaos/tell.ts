import { loadavg, availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { SpawnedProgram } from '../support/program-process.ts';
import type { ProgramResult } from '../support/run-program.ts';
import type { Machine } from './machine.ts';
import { judgeChange, judgeGhost, judgeOrder, judgePeace, judgeStatus, type Claims, type Complaint } from './oracle.ts';
import type { Moment, Round, Story, TroubledRun } from './story.ts';
import type { Truth } from './truth.ts';
import { World, type Household } from './world.ts';

/** What became of a story. It ends with the first round that leaves something to complain about. */
export interface Told {
  readonly rounds: number;
  readonly kills: number;
  readonly fulls: number;
  readonly complaints: readonly Complaint[];
  /** What happened, a line for each run. */
  readonly lines: readonly string[];
}

const hourMs = 3_600_000;
const oftenMs = 5;
/** A command ends within a minute, on a computer that it does not have to share. */
const longestMs = 60_000;
/** Doubts are settled within so many days. */
const daysOfPeace = 8;
const dayHours = 25;

export interface Telling {
  /** Kinds of complaint that are not made. */
  readonly without: ReadonlySet<string>;
  /** No further round is begun. */
  readonly isOver: () => boolean;
}

export const tell = async (story: Story, household: Household, { without, isOver }: Telling): Promise<Told> => {
  const teller = new Teller(await World.begin(household, story), without);
  try {
    for (const [index, round] of story.rounds.entries()) {
      await teller.round(round, index);
      if (teller.complaints.length > 0 || isOver()) break;
    }
    return { ...teller.count, complaints: teller.complaints, lines: teller.lines };
  } finally {
    await teller.end();
  }
};

/** A program that runs, and where. */
interface Begun {
  readonly on: Machine;
  readonly program: SpawnedProgram;
}

/** What strikes a run. */
interface Event {
  readonly moment: Moment | undefined;
  readonly what: string;
  readonly act: () => Promise<void>;
}

class Teller {
  readonly complaints: Complaint[] = [];
  readonly lines: string[] = [];
  readonly count = { rounds: 0, kills: 0, fulls: 0 };
  readonly #world: World;
  readonly #without: ReadonlySet<string>;
  #truth: Truth;
  /** Computers that wait for an answer about copies that disappeared. */
  readonly #asking = new Set<Machine>();

  constructor(world: World, without: ReadonlySet<string>) {
    this.#world = world;
    this.#without = without;
    this.#truth = world.truth();
  }

  async end(): Promise<void> {
    await this.#world.end();
  }

  async round({ hours, made, keeps, removed, hidden, runs, listings }: Round, index: number): Promise<void> {
    const world = this.#world;
    this.count.rounds += 1;
    world.clock.forward(hours * hourMs);
    for (const kib of made) await world.makeBackup(kib);
    world.keepBackups(keeps);
    this.#say(`round ${index + 1}: ${hours} h pass, ${made.length} made, Home Assistant keeps ${keeps}`);
    const gone = world.removeCopies(removed);
    if (gone.length > 0) this.#say(`  the user deletes ${gone.join(', ')}`);
    this.#truth = world.truth();
    if (listings) this.#say(`  listings: ${JSON.stringify(listings)}`);
    if (hidden > 0) this.#say(`  Home Assistant hides backups: ${hidden.toFixed(2)}`);
    world.apple.troubleListings(listings);
    world.hideBackups(hidden, `${index}`);
    for (const run of runs) await this.#troubled(run);
    world.apple.troubleListings();
    world.hideBackups(0, '');
    for (const { disk } of world.machines) await disk?.free();
    await this.#peace();
  }

  async #troubled(run: TroubledRun): Promise<void> {
    const world = this.#world;
    world.clock.forward(run.hours * hourMs);
    world.apple.clearLog();
    world.home.clearLog();
    const machine = machineOf(world, run.on);
    const first: Begun = { on: machine, program: await machine.start({ by: run.by }) };
    const others: Begun[] = [];
    const over = new AbortController();
    const events: string[] = [];
    const acts = this.#eventsOf(run, first, others).map(async ({ moment, what, act }) => {
      if (!moment || !(await this.#reached(moment, over.signal))) return;
      events.push(`${what} at request ${moment.requests} + ${moment.thenMs} ms`);
      await act();
    });
    const hangs = await this.#ends(first.program);
    over.abort();
    await Promise.all(acts);
    for (const { program } of others) {
      if (await this.#ends(program)) this.#complain({ kind: 'hang', text: 'the second program' });
    }
    const all = [first, ...others];
    const results = await Promise.all(all.map(async ({ on, program }) => ({ on, result: await program.lastWords() })));
    const words = results.map(({ result }) => wordsOf(result));
    this.#say(`  +${run.hours} h, run by ${run.by} on ${run.on + 1}: ${[...events, ...words].join('; ')}`);
    const wasKilled = events.some((event) => event.startsWith('killed'));
    if (hangs) this.#complain({ kind: 'hang', text: `a run by ${run.by} had to be ended` });
    else if (!results[0]?.result && !wasKilled) this.#complain({ kind: 'crashed', text: 'no last words' });
    // What one computer deletes meanwhile, the other's status cannot know: it is judged when nothing moves. Of two programs
    // on one computer, that which looked last knows what the other did.
    const last = latestLook(results.map(({ result }) => result));
    for (const { on, result } of results)
      this.#judge(on, result, run.beside || result !== last ? undefined : result?.after);
  }

  #eventsOf(
    { on, kill, disk, second, beside }: TroubledRun,
    { on: machine, program }: Begun,
    others: Begun[],
  ): Event[] {
    const begin = async (where: Machine, by: TroubledRun['by']): Promise<void> => {
      others.push({ on: where, program: await where.start({ by }) });
    };
    return [
      { moment: second, what: 'second program', act: () => begin(machine, 'user') },
      { moment: beside, what: 'the other computer', act: () => begin(machineOf(this.#world, on + 1), 'schedule') },
      {
        moment: machine.disk && disk?.full,
        what: 'disk full',
        act: async () => {
          this.count.fulls += 1;
          await machine.disk?.fill(disk?.pages ?? 0);
        },
      },
      {
        moment: kill?.at,
        what: kill?.rclonesToo ? 'killed with its rclone' : 'killed',
        act: async () => {
          this.count.kills += 1;
          const rclones = await program.kill();
          if (kill?.rclonesToo) rclones.forEach(endProcess);
        },
      },
    ];
  }

  /** The trouble is over; what it left behind is mended within some days. */
  async #peace(): Promise<void> {
    for (let day = 0; day <= daysOfPeace; day += 1) {
      if (day > 0) this.#world.clock.forward(dayHours * hourMs);
      const left = await this.#dayOfPeace(day);
      if (left.length === 0 || this.complaints.length > 0) return;
      if (day === daysOfPeace) this.#complain(...left);
    }
  }

  /** @returns what is not in order yet. */
  async #dayOfPeace(day: number): Promise<Complaint[]> {
    const left: Complaint[] = [];
    this.#asking.clear();
    for (const machine of this.#world.machines) left.push(...(await this.#runInPeace(machine, day)));
    // As long as the user is asked about what disappeared, nothing is deleted.
    return [...(this.#asking.size > 0 ? [] : judgeOrder(this.#truth)), ...left];
  }

  async #runInPeace(machine: Machine, day: number): Promise<Complaint[]> {
    const program = await machine.start({ by: 'user' });
    const hangs = await this.#ends(program);
    const result = await program.lastWords();
    this.#say(`  peace, day ${day}: ${wordsOf(result)}`);
    if (hangs) this.#complain({ kind: 'hang', text: 'a run in peace' });
    else if (!result) this.#complain({ kind: 'crashed', text: 'no last words, in peace' });
    if (!result) return [];
    const { before, after } = result;
    if (after?.problems.some(({ code }) => code === 'cloud.copy-vanished')) this.#asking.add(machine);
    const claims = before ? [...judgeGhost(before), ...judgeStatus(before, machine, this.#truth)] : [];
    this.#judge(machine, result, after);
    this.#complain(...claims, ...judgePeace(result.after, machine, this.#truth));
    const litter = (await machine.litter()).map((text) => ({ kind: 'litter', text }));
    const isDone = result.said === 'done' || result.said === 'warnings';
    return [...litter, ...(isDone ? [] : [{ kind: 'failed', text: wordsOf(result) }])];
  }

  #judge(machine: Machine, result: ProgramResult | undefined, claims: Claims | undefined): void {
    const before = this.#truth;
    this.#truth = this.#world.truth();
    this.#complain(...judgeChange(before, this.#truth));
    if (claims) this.#complain(...judgeStatus(claims, machine, this.#truth));
    const codes = [result?.code, result?.report?.problem?.code];
    if (codes.includes('internal')) this.#complain({ kind: 'internal', text: wordsOf(result) });
  }

  /** @returns whether it had to be ended. */
  async #ends(program: SpawnedProgram): Promise<boolean> {
    const started = Date.now();
    const done = new AbortController();
    const late = (async () => {
      while (!done.signal.aborted) {
        const [load = 0] = loadavg();
        const share = Math.max(1, load / availableParallelism());
        if (Date.now() - started > longestMs * share) return true;
        await pause(500, undefined, { signal: done.signal }).catch(() => undefined);
      }
      return false;
    })();
    const isLate = await Promise.race([late, program.ended().then(() => false)]);
    done.abort();
    if (isLate) await program.kill();
    return isLate;
  }

  async #reached({ requests, thenMs }: Moment, over: AbortSignal): Promise<boolean> {
    try {
      while (this.#world.requests < requests) await pause(oftenMs, undefined, { signal: over });
      await pause(thenMs, undefined, { signal: over });
      return true;
    } catch {
      return false;
    }
  }

  #say(line: string): void {
    this.lines.push(line);
  }

  #complain(...complaints: readonly Complaint[]): void {
    for (const complaint of complaints) {
      if (this.#without.has(complaint.kind)) continue;
      this.complaints.push(complaint);
      this.#say(`  !! ${complaint.kind}: ${complaint.text}`);
    }
  }
}

const machineOf = ({ machines }: World, number: number): Machine => {
  const machine = machines[number % machines.length];
  if (!machine) throw new Error('a story without a computer');
  return machine;
};

const latestLook = (results: readonly (ProgramResult | undefined)[]): ProgramResult | undefined => {
  const seenAt = (result: ProgramResult | undefined): number => Date.parse(result?.after?.icloud.seenAt ?? '') || 0;
  return [...results].sort((a, b) => seenAt(b) - seenAt(a))[0];
};

const endProcess = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
};

const wordsOf = (result: ProgramResult | undefined): string => {
  if (!result) return 'no word';
  const { code, said, report, after } = result;
  const stored = report?.backups.map(({ outcome, problem }) => problem?.code ?? outcome) ?? [];
  const pruned = report?.pruned.length ? [`${report.pruned.length} pruned`] : [];
  const warnings = report?.warnings.map((warning) => warning.code) ?? [];
  const parts = [
    said || code,
    report?.problem?.code,
    ...stored,
    ...pruned,
    ...warnings,
    after && `says ${after.safety}`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
};
