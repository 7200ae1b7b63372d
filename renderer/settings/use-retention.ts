import { useEffect } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import { daysOf, keepOf, retentionOf } from '../choices/offered.ts';
import { useRetentionChange, type RetentionChange } from '../choices/use-previews.ts';
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
  readonly change: RetentionChange;
  /** When a field is left: what makes nothing go is saved. */
  readonly commit: () => void;
  readonly save: () => void;
  readonly undo: () => void;
}

/** Two numbers as they are typed, and what they would do; saved when nobody loses anything, or when it was confirmed. */
export const useRetention = ({ settings, change }: SettingsUse, seen: string | null): RetentionUse => {
  const typed = useSignal<Typed>({});
  const wantsSave = useSignal(false);
  const days = typed.value.days ?? String(settings.retentionDays);
  const keep = typed.value.keep ?? String(settings.keep);
  const then = retentionOf(days, keep);
  const preview = useRetentionChange({ days: settings.retentionDays, keep: settings.keep }, then, seen);
  const type = (text: Typed): void => {
    wantsSave.value = false;
    typed.value = text;
  };
  const save = (): void => {
    wantsSave.value = false;
    if (then === null || !preview.isChanged) return;
    void change('retention', { retentionDays: then.days, keep: then.keep }).then((taken) => {
      if (taken) typed.value = {};
    });
  };
  useEffect(() => {
    // The field was left, and the preview that it waited for is there.
    if (wantsSave.value && preview.going === 0) save();
  }, [wantsSave.value, preview.going, days, keep]);
  return {
    days,
    keep,
    type: (text) => type({ ...typed.value, ...text }),
    daysAreRight: daysOf(days) !== undefined,
    keepIsRight: keepOf(keep) !== undefined,
    change: preview,
    commit: () => {
      wantsSave.value = preview.isChanged;
    },
    save,
    undo: () => type({}),
  };
};
