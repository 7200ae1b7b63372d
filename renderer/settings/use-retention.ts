import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../../src/shared/run-report.ts';
import type { PruneResult } from '../../src/shared/status.ts';
import { wholeNumber } from './choices.ts';
import { newlyGoing } from './preview.ts';
import { keyOf, usePreviews, type Numbers } from './use-previews.ts';
import type { SettingsUse } from './use-settings.ts';

interface Typed {
  readonly days?: string;
  readonly keep?: string;
}

export interface RetentionUse {
  readonly days: string;
  readonly keep: string;
  readonly type: (typed: Typed) => void;
  readonly daysAreRight: boolean;
  readonly keepIsRight: boolean;
  readonly preview: PruneResult | null;
  readonly previewProblem: Problem | null;
  /** Copies that go only because of the change: more than none has to be confirmed. Null while it is not known. */
  readonly goingNow: number | null;
  readonly isChanged: boolean;
  /** When a field is left: what makes nothing go is saved. */
  readonly commit: () => void;
  readonly save: () => void;
  readonly undo: () => void;
}

/**
 * Two numbers as they are typed, and what they would do; saved when nobody loses anything, or when it was confirmed. `isKnown`:
 * what is in iCloud was seen; without that nobody can say that nothing goes.
 */
export const useRetention = ({ settings, change }: SettingsUse, isKnown: boolean): RetentionUse => {
  const typed = useSignal<Typed>({});
  const wantsSave = useSignal(false);
  const days = typed.value.days ?? String(settings.retentionDays);
  const keep = typed.value.keep ?? String(settings.keep);
  const [retentionDays, floor] = [wholeNumber(days, 0, 3650), wholeNumber(keep, 1, 1000)];
  const now: Numbers = { retentionDays: settings.retentionDays, floor: settings.keep };
  const then: Numbers | null = retentionDays === undefined || floor === undefined ? null : { retentionDays, floor };
  const previews = usePreviews(now, then);
  const isChanged = then !== null && keyOf(then) !== keyOf(now);
  const goingNow = isKnown && previews.then ? newlyGoing(previews.now, previews.then) : null;
  const type = (text: Typed): void => {
    wantsSave.value = false;
    typed.value = text;
  };
  const save = (): void => {
    wantsSave.value = false;
    if (then === null || !isChanged) return;
    void change('retention', { retentionDays: then.retentionDays, keep: then.floor }).then((taken) => {
      if (taken) typed.value = {};
    });
  };
  useEffect(() => {
    // The field was left, and the preview that it waited for is there.
    if (wantsSave.value && goingNow === 0) save();
  }, [wantsSave.value, goingNow, days, keep]);
  return {
    days,
    keep,
    type: (text) => type({ ...typed.value, ...text }),
    daysAreRight: retentionDays !== undefined,
    keepIsRight: floor !== undefined,
    preview: previews.then,
    previewProblem: previews.problem,
    goingNow,
    isChanged,
    commit: () => {
      wantsSave.value = isChanged;
    },
    save,
    undo: () => type({}),
  };
};
