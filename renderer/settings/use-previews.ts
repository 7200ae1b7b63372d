import { useEffect, useRef } from 'preact/hooks';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { PruneResult } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';
import { useSignal } from '../base/signal.ts';
import { newlyGoing } from './preview.ts';

export type PreviewInput = CommandInput<'retention.preview'>;
export type Numbers = Pick<PreviewInput, 'retentionDays' | 'floor'>;

export interface Preview {
  readonly plan: Described<PruneResult> | null;
  readonly problem: WindowProblem | null;
}

interface Answer {
  readonly key: string;
  readonly result: Result<PruneResult>;
}

/**
 * What retention would do. `seen` says which list it would do it to: another one is another question. Null: nothing to ask,
 * or what is in iCloud was not seen. `restMs`: a preview follows the typing at this distance.
 */
export const usePreview = (ask: PreviewInput | null, seen: string | null, restMs = 0): Preview => {
  const answer = useSignal<Answer | null>(null);
  const key = ask === null || seen === null ? null : JSON.stringify([ask, seen]);
  const wanted = useRef(key);
  wanted.current = key;
  useEffect(() => {
    if (ask === null || key === null) return undefined;
    const look = async (): Promise<void> => {
      const result = await command('retention.preview', ask);
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

const isSame = (a: Numbers, b: Numbers): boolean => a.retentionDays === b.retentionDays && a.floor === b.floor;

export interface RetentionChange extends Preview {
  /** What is in iCloud was seen; without that nobody can say that nothing goes. */
  readonly isKnown: boolean;
  /** There are numbers to say something about. */
  readonly isAsked: boolean;
  readonly isChanged: boolean;
  /** Copies that go only because of the change; null while nobody knows. */
  readonly going: number | null;
}

/** The numbers that hold and those that are typed; null = not read yet, or not a number. `plan` is of the typed ones. */
export const useRetentionChange = (
  now: Numbers | null,
  typed: Numbers | null,
  seen: string | null,
): RetentionChange => {
  const isChanged = now !== null && typed !== null && !isSame(now, typed);
  const before = usePreview(now, seen);
  const after = usePreview(isChanged ? typed : null, seen, typingMs);
  const shown = isChanged || typed === null ? after : before;
  const goes = before.plan && after.plan ? newlyGoing(before.plan, after.plan) : null;
  return {
    plan: shown.plan,
    problem: shown.problem ?? before.problem,
    isKnown: seen !== null,
    isAsked: now !== null && typed !== null,
    isChanged,
    going: isChanged ? goes : 0,
  };
};
