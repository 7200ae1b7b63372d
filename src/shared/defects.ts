/**
 * Shortcomings for which nobody should count on a backup, and it is none of those that are always kept: an empty part, and a
 * format newer than this program.
 */
export const isDoubtful = (kind: string): boolean => kind === 'empty-part' || kind === 'unknown-format';
