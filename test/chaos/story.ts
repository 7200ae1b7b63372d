import type { ListingTrouble } from '../simulators/apple/index.ts';
import { Dice } from './dice.ts';

/** Some time of one household: what happens, what goes wrong, and when. Pure: the seed decides it. */
export interface Story {
  readonly seed: string;
  /** One for each of its computers, one or two. */
  readonly retentions: readonly [Retention, ...Retention[]];
  readonly rounds: readonly Round[];
}

export interface Retention {
  readonly days: number;
  readonly floor: number;
}

export interface Round {
  /** Time that passes before anything else. */
  readonly hours: number;
  /** Backups that Home Assistant makes, by their size in KiB. */
  readonly made: readonly number[];
  /** Home Assistant removes its oldest ones beyond so many. */
  readonly keeps: number;
  /** Of the copies in iCloud, counted from the newest: those that the user deletes there. */
  readonly removed: readonly Removed[];
  /** Chance that Home Assistant does not list a backup while the trouble lasts. */
  readonly hidden: number;
  /** Runs while the trouble lasts, one after the other. */
  readonly runs: readonly TroubledRun[];
  readonly listings?: ListingTrouble;
}

export interface Removed {
  readonly place: number;
  /** The manifest as well. */
  readonly both: boolean;
}

export interface TroubledRun {
  readonly hours: number;
  /** Number of the computer. */
  readonly on: number;
  readonly by: 'user' | 'schedule';
  readonly kill?: { readonly at: Moment; readonly rclonesToo: boolean };
  readonly disk?: { readonly full: Moment; /** Memory pages that stay free. */ readonly pages: number };
  /** A second program begins on the same computer then. */
  readonly second?: Moment;
  /** The other computer begins then as well. */
  readonly beside?: Moment;
}

/** So many requests of the run to Apple and Home Assistant have come, and so much time has passed since. */
export interface Moment {
  readonly requests: number;
  readonly thenMs: number;
}

/** Apple's trust lasts 30 days: before it is over, a story is. */
const longestHours = 20 * 24;

export const storyOf = (seed: string, longest: number): Story => {
  const dice = new Dice(seed);
  const retention = (): Retention => ({ days: dice.int(1, 4), floor: dice.int(1, 3) });
  const first = retention();
  const retentions: Story['retentions'] = dice.chance(0.4) ? [first, retention()] : [first];
  const rounds: Round[] = [];
  let hours = 0;
  while (rounds.length < longest) {
    const round = roundOf(dice, retentions.length, `${seed} ${rounds.length}`);
    hours += round.hours + round.runs.reduce((sum, run) => sum + run.hours, 0);
    if (hours > longestHours) break;
    rounds.push(rounds.length === 0 ? { ...round, hours: 0, made: [...round.made, sizeOf(dice)] } : round);
  }
  return { seed, retentions, rounds };
};

const roundOf = (dice: Dice, computers: number, seed: string): Round => {
  const listings = dice.chance(0.45) ? listingsOf(dice, seed) : undefined;
  const count = listings ? dice.int(1, 3) : dice.int(1, 2);
  return {
    hours: dice.int(0, 36),
    made: Array.from({ length: dice.int(0, 2) }, () => sizeOf(dice)),
    keeps: dice.int(2, 6),
    removed: dice.chance(0.2) ? Array.from({ length: dice.int(1, 3) }, () => removedOf(dice)) : [],
    hidden: dice.chance(0.2) ? dice.next() : 0,
    runs: Array.from({ length: count }, () => runOf(dice, computers, listings !== undefined)),
    ...(listings ? { listings } : {}),
  };
};

const removedOf = (dice: Dice): Removed => ({ place: dice.int(0, 3), both: dice.chance(0.4) });

const listingsOf = (dice: Dice, seed: string): ListingTrouble => ({
  seed,
  leaveOut: dice.chance(0.6) ? dice.next() * 0.6 : 0,
  folders: dice.chance(0.2) ? dice.next() : 0,
  repeat: dice.chance(0.4) ? dice.next() * 0.4 : 0,
  late: dice.chance(0.4) ? dice.int(1, 4) : 0,
  stale: dice.chance(0.4) ? dice.int(1, 6) : 0,
});

/** None is half as large as another: that would be a reason to keep everything. */
const sizeOf = (dice: Dice): number => dice.int(200, 380);

const runOf = (dice: Dice, computers: number, listings: boolean): TroubledRun => {
  const kill = dice.chance(listings ? 0.35 : 0.8);
  const disk = dice.chance(listings ? 0.15 : 0.4);
  return {
    hours: dice.chance(0.5) ? 0 : dice.int(1, 26),
    on: dice.int(0, computers - 1),
    by: dice.chance(0.5) ? 'user' : 'schedule',
    ...(kill ? { kill: { at: momentOf(dice), rclonesToo: dice.chance(0.5) } } : {}),
    ...(disk ? { disk: { full: momentOf(dice), pages: dice.int(0, 6) } } : {}),
    ...(dice.chance(0.15) ? { second: momentOf(dice) } : {}),
    ...(computers > 1 && dice.chance(0.6) ? { beside: momentOf(dice) } : {}),
  };
};

/** A run that has nothing to store makes about ten requests, one that stores and prunes some forty. */
const momentOf = (dice: Dice): Moment => ({
  requests: dice.int(0, dice.chance(0.5) ? 12 : 40),
  thenMs: dice.int(0, 80),
});
