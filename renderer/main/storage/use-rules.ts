import { freedBy } from '../../../src/shared/storage.ts';
import type { ListedBackup } from '../../../src/shared/status.ts';
import type { Retention } from '../../choices/preview.ts';
import { usePreview } from '../../choices/use-previews.ts';

export type KeptRule = Retention;

/** What one rule would do to what is there. */
export interface RuleEffect {
  readonly days: number;
  readonly kept: number;
  /** Backups that would be deleted, and their bytes. */
  readonly going: number;
  readonly freed: number;
}

/** Shorter than the user's own: what is kept longer frees nothing. */
const offeredDays = [30, 14, 7, 3] as const;

/** By what was seen last, the most that is kept first. A hook for each, so always the same number of them. */
export const useRules = (
  rule: KeptRule | null,
  backups: readonly Pick<ListedBackup, 'id' | 'date' | 'size'>[],
  seen: string | null,
): readonly RuleEffect[] => {
  const isShorter = (days: number): boolean => rule !== null && (rule.days === 0 || days < rule.days);
  const ask = (days: number): KeptRule | null => (rule && isShorter(days) ? { days, keep: rule.keep } : null);
  const plans = [
    usePreview(ask(offeredDays[0]), seen),
    usePreview(ask(offeredDays[1]), seen),
    usePreview(ask(offeredDays[2]), seen),
    usePreview(ask(offeredDays[3]), seen),
  ];
  return offeredDays.flatMap((days, index) => {
    const plan = plans[index]?.plan;
    if (!plan || !isShorter(days)) return [];
    const going = plan.backups.filter(({ next }) => next !== 'keep').length;
    return [{ days, kept: plan.backups.length - going, going, freed: freedBy(backups, plan.backups) }];
  });
};
