import type { Programs } from './machine.ts';
import type { Complaint } from './oracle.ts';
import { storyOf, type Story } from './story.ts';
import { tell, type Told } from './tell.ts';
import { Household } from './world.ts';

export interface ChaosOptions {
  readonly seed: string;
  /** At most so many. */
  readonly rounds: number;
  /** No round is begun after so much time. */
  readonly forMs?: number;
  /** Only this one. */
  readonly story?: number;
  /** Kinds of complaint that are not made. */
  readonly without?: readonly string[];
  /** Begins another story after one that failed. */
  readonly keepGoing?: boolean;
  readonly onStory?: (number: number, story: Story, told: Told) => void;
  readonly signal: AbortSignal;
}

export interface Failure {
  readonly story: number;
  readonly complaints: readonly Complaint[];
  readonly lines: readonly string[];
}

export interface ChaosResult {
  readonly stories: number;
  readonly rounds: number;
  readonly kills: number;
  readonly fulls: number;
  readonly failures: readonly Failure[];
}

const roundsOfStory = 10;

export const runChaos = async (programs: Programs, options: ChaosOptions): Promise<ChaosResult> => {
  const { seed, rounds, forMs = Infinity, story: only, without = [], keepGoing = false, onStory, signal } = options;
  const household = await Household.open(programs);
  const started = Date.now();
  const sum = { stories: 0, rounds: 0, kills: 0, fulls: 0 };
  const failures: Failure[] = [];
  const isLate = (): boolean => signal.aborted || Date.now() - started >= forMs;
  const isOver = (): boolean => isLate() || sum.rounds >= rounds || (failures.length > 0 && !keepGoing);
  try {
    for (let number = only ?? 1; !isOver(); number += 1) {
      const story = storyOf(`${seed}/${number}`, Math.min(roundsOfStory, rounds - sum.rounds));
      const told = await tell(story, household, { without: new Set(without), isOver: isLate });
      sum.stories += 1;
      sum.rounds += told.rounds;
      sum.kills += told.kills;
      sum.fulls += told.fulls;
      onStory?.(number, story, told);
      if (told.complaints.length > 0) failures.push({ story: number, complaints: told.complaints, lines: told.lines });
      if (only !== undefined) break;
    }
  } finally {
    await household.close();
  }
  return { ...sum, failures };
};
