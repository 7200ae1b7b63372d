import type { JSX } from 'preact';
import { now } from '../now.ts';
import { formatFull, formatWhen } from '../../../src/messages/dates.ts';
import { formatAge, formatUntil } from '../../../src/messages/format.ts';

interface MomentProps {
  readonly iso: string;
  /** `3 h ago`, `in 3 h`, or `tomorrow 05:30`. */
  readonly as: 'age' | 'until' | 'when';
}

/** A time that stays true while it is shown; a resting pointer finds the whole of it. */
export const Moment = ({ iso, as }: MomentProps): JSX.Element => {
  const moment = new Date(iso);
  const words = {
    age: () => formatAge(moment, now.value),
    until: () => formatUntil(moment, now.value),
    when: () => formatWhen(iso, now.value),
  };
  return (
    <time class="number" dateTime={iso} title={formatFull(iso)}>
      {words[as]()}
    </time>
  );
};
