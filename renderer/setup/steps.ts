import { isUnderWay } from '../../src/shared/icloud/sign-in-view.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';

/** Pages of the way to the first backup, in order. */
export const steps = ['choose', 'find', 'token', 'found', 'kit', 'account', 'plan', 'first', 'finished'] as const;
export type Step = (typeof steps)[number];

/** `restore`: the way to a copy in iCloud, for which the Apple account is enough. */
export type Way = 'backup' | 'restore';

export interface Place {
  readonly way: Way;
  readonly step: Step;
}

/** Somebody is signed in, and yet Apple wants something before anything goes up. */
const isBlocked = ({ signIn }: WindowState): boolean =>
  signIn.step === 'password' ||
  signIn.step === 'approval-needed' ||
  (signIn.step === 'ready' && signIn.problem !== null);

/**
 * Where somebody stands who opens the window, or loads it again: by what is there already. `found` and `kit` never come of it: what
 * the connection told is gone with the old page, and everything of it is stored.
 */
export const placeFrom = (state: WindowState): Place => {
  const { home, signIn, newestVerified } = state.status;
  if (home === null) {
    return isUnderWay(state.signIn) ? { way: 'restore', step: 'account' } : { way: 'backup', step: 'choose' };
  }
  if (state.running?.what === 'backup') return { way: 'backup', step: 'first' };
  if (signIn === null || isUnderWay(state.signIn) || isBlocked(state)) return { way: 'backup', step: 'account' };
  return { way: 'backup', step: newestVerified === null ? 'plan' : 'finished' };
};

/** Null on the first page. On the way to a restore there are two pages only. */
export const stepBefore = ({ way, step }: Place): Step | null => {
  if (step === 'choose') return null;
  if (way === 'restore') return 'choose';
  return steps[steps.indexOf(step) - 1] ?? null;
};

const groups: Readonly<Record<Step, number | null>> = {
  choose: null,
  find: 1,
  token: 1,
  found: 1,
  kit: 1,
  account: 2,
  plan: 3,
  first: 4,
  finished: 4,
};

/** Number of the group of pages that the progress line shows (from 1); null where it shows none. */
export const groupOf = ({ way, step }: Place): number | null => (way === 'restore' ? null : groups[step]);
