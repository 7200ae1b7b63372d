import { newer } from '../made-at.ts';
import { forever, young } from './by-age.ts';
import { amongNewest, notReplaced } from './by-count.ts';
import { pinned } from './by-word.ts';
import type { Candidate, RetentionSettings } from './policy.ts';

/** Every reason to keep a backup, in the order in which they are named. A new rule: its file, and its line here. */
const policies = [pinned, forever, young, amongNewest, notReplaced] as const;

export type KeepReason = (typeof policies)[number]['reason'];

/** Why a candidate is kept, among all that is there (newest first); undefined = it may go. */
export const retain = (
  settings: RetentionSettings,
  now: Date,
  newestFirst: readonly Candidate[],
): ((candidate: Candidate) => KeepReason | undefined) => {
  const rules = policies.map((policy) => ({
    reason: policy.reason,
    keeps: policy.over(settings, now, newestFirst),
  }));
  return (candidate) => rules.find(({ keeps }) => keeps(candidate))?.reason;
};

/** Newest first; among equal ones the id decides, so that what is only about to be stored stands where it will stand. */
export const newestFirst = <Each extends Candidate>(candidates: readonly Each[]): Each[] =>
  [...candidates].sort((a, b) => newer(a.at, b.at) || (a.id < b.id ? 1 : Number(a.id > b.id) * -1));
