/** What leaves a backup restorable (core/proof/makes-sense.ts). */
export const doubts = {
  'no-history': 'the history is empty',
  'old-history': 'the history ends more than a day before the backup',
  shrunk: 'it has less than half of what the last good backup had',
  swapped: 'a part belongs to another app',
} as const;
