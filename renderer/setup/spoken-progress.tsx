import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Activity } from '../../src/shared/run-report.ts';
import { second } from '../base/now.ts';

/** A screen reader hears of progress no more often than this (facts D7). */
const quietMs = 10_000;

/** The newest text, told to screen readers once in ten seconds at most. */
export const SpokenProgress = ({ text }: { readonly text: string }): JSX.Element => {
  const spoken = useSignal({ text, at: 0 });
  const now = second.value.getTime();
  const isDue = text !== spoken.value.text && now - spoken.value.at >= quietMs;
  useEffect(() => {
    if (isDue) spoken.value = { text, at: now };
  }, [isDue]);
  return (
    <div class="hidden" role="status">
      {spoken.value.text}
    </div>
  );
};

/** How far it is, 0 to 1; null while nobody can tell. What goes up counts, for it takes the longest. */
export const shareOf = (activity: Activity): number | null => {
  if (activity.phase !== 'transferring') return null;
  const leg = activity.upload ?? activity.download;
  if (leg?.total === undefined || leg.total === 0) return null;
  return leg.bytes / leg.total;
};
