/** Shortcomings for which a backup does not count among those that are always kept (`countsForFloor`, core/domain/backup.ts). */
export const isDoubtful = (kind: string): boolean => kind === 'empty-part' || kind === 'unknown-format';
