import { useEffect, useRef } from 'preact/hooks';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { PruneResult } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';
import { useSignal } from '../base/signal.ts';
import { keepsAsMuch, isSame, newlyGoing, type Retention } from './preview.ts';

/** What retention would do; both null while that is worked out. */
export interface Preview {
  readonly plan: Described<PruneResult> | null;
  readonly problem: WindowProblem | null;
}

interface Answer {
  readonly key: string;
  readonly result: Result<PruneResult>;
}

interface Ask extends Retention {
  /** Computers in this one's care, where not those of the settings. */
  readonly inCare?: readonly string[];
}

const inputOf = ({ days, keep, inCare }: Ask): CommandInput<'retention.preview'> => ({
  retentionDays: days,
  floor: keep,
  ...(inCare && { adoptedComputers: [...inCare] }),
});

/**
 * What retention would do. `seen` says which list it would do it to: another one is another question. Null: nothing to ask,
 * or what is in iCloud was not seen. `restMs`: a preview follows the typing at this distance.
 */
export const usePreview = (ask: Ask | null, seen: string | null, restMs = 0): Preview => {
  const answer = useSignal<Answer | null>(null);
  const input = ask && inputOf(ask);
  const key = input === null || seen === null ? null : JSON.stringify([input, seen]);
  const wanted = useRef(key);
  wanted.current = key;
  useEffect(() => {
    if (input === null || key === null) return undefined;
    const look = async (): Promise<void> => {
      const result = await command('retention.preview', input);
      if (wanted.current === key) answer.value = { key, result };
    };
    const timer = setTimeout(() => void look(), restMs);
    return () => {
      clearTimeout(timer);
    };
  }, [key]);
  const result = answer.value?.key === key ? answer.value.result : null;
  return { plan: result?.ok ? result.value : null, problem: result?.ok === false ? result.problem : null };
};

const typingMs = 350;

export interface RetentionChange extends Preview {
  /** What is in iCloud was seen; without that nobody can say what goes. */
  readonly isKnown: boolean;
  /** There are numbers to say something about. */
  readonly isAsked: boolean;
  readonly isChanged: boolean;
  /** Copies that go only because of the change; null while, or where, nobody knows. */
  readonly going: number | null;
  /** Copies go by it, or may: a question before it is saved. False also while that is worked out. */
  readonly asks: boolean;
}

/** The numbers that hold and those that are typed; null = not read yet, or not a number. `plan` is of the typed ones. */
export const useRetentionChange = (
  now: Retention | null,
  typed: Retention | null,
  seen: string | null,
): RetentionChange => {
  const isChanged = now !== null && typed !== null && !isSame(now, typed);
  const before = usePreview(now, seen);
  const after = usePreview(isChanged ? typed : null, seen, typingMs);
  const { plan, problem } = isChanged || typed === null ? after : before;
  const isFree = !isChanged || (seen === null && keepsAsMuch(now, typed));
  const going = isFree ? 0 : goingBy(before, after);
  const told = problem ?? before.problem;
  return {
    plan,
    problem: told,
    isKnown: seen !== null,
    isAsked: now !== null && typed !== null,
    isChanged,
    going,
    asks: going === null ? isUnknowable(seen, told) : going > 0,
  };
};

const isUnknowable = (seen: string | null, problem: WindowProblem | null): boolean => seen === null || problem !== null;

const goingBy = ({ plan: now }: Preview, { plan: then }: Preview): number | null =>
  now && then && newlyGoing(now, then);
