/** What is neither a reason of retention nor of the plan. */
export const reasons = {
  new: 'not in iCloud yet',
  later: 'will be deleted later, a few per day',
  kept: (reason: string): string => `kept: ${reason}`,
  expired: (reason: string): string => `due for deletion: ${reason}`,
  /** A problem holds back all deletions. */
  held: (title: string): string => `kept for now: ${title}`,
};
