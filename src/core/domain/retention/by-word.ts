import type { Policy } from './policy.ts';

/** The user said so, on whichever computer. */
export const pinned: Policy<'pinned'> = {
  reason: 'pinned',
  over: () => (candidate) => candidate.pinned,
};
