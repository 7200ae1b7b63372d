import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../../src/shared/run-report.ts';
import type { PruneResult } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';

/** A preview follows the typing at this distance. */
const restMs = 350;

export interface Numbers {
  readonly retentionDays: number;
  readonly floor: number;
}

export const keyOf = ({ retentionDays, floor }: Numbers): string => `${retentionDays} ${floor}`;

export interface Previews {
  readonly now: PruneResult | null;
  readonly then: PruneResult | null;
  readonly problem: Problem | null;
}

/** What retention does with the stored numbers and with the typed ones; null = not a number, or not known yet. */
export const usePreviews = (now: Numbers, then: Numbers | null): Previews => {
  const results = useSignal<Readonly<Record<string, PruneResult>>>({});
  const problem = useSignal<Problem | null>(null);
  const look = async (numbers: Numbers): Promise<void> => {
    const result = await command('retention.preview', numbers);
    problem.value = result.ok ? null : result.problem;
    if (result.ok) results.value = { ...results.value, [keyOf(numbers)]: result.value };
  };
  const key = then && keyOf(then);
  useEffect(() => {
    void look(now);
  }, [keyOf(now)]);
  useEffect(() => {
    // Always anew: what is in iCloud may have changed since these numbers were typed before.
    if (then === null) return undefined;
    const timer = setTimeout(() => void look(then), restMs);
    return () => {
      clearTimeout(timer);
    };
  }, [key]);
  return {
    now: results.value[keyOf(now)] ?? null,
    then: key === null ? null : (results.value[key] ?? null),
    problem: problem.value,
  };
};
