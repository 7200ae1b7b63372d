import type { AgentCopy, HaBackup } from './backup.ts';

/** Local first (it can resume and costs Home Assistant nothing), then network storage, then clouds (facts 9.2). */
const nearness = (agentId: string): number => {
  if (agentId === 'backup.local' || agentId === 'hassio.local') return 0;
  return agentId.startsWith('hassio.') ? 1 : 2;
};

/**
 * The file of a backup to pull: on the nearest agent, and among equally near ones the protected one. A copy in another
 * cloud is never pulled through Home Assistant in place of a nearer one just because it is encrypted.
 */
export const chooseCopy = (backup: HaBackup): AgentCopy | undefined => nearest(backup.copies);

/** The same where only protected copies will do. */
export const chooseProtectedCopy = (backup: HaBackup): AgentCopy | undefined =>
  nearest(backup.copies.filter((copy) => copy.protected));

const nearest = (copies: readonly AgentCopy[]): AgentCopy | undefined =>
  [...copies].sort(
    (a, b) =>
      nearness(a.agentId) - nearness(b.agentId) ||
      Number(b.protected) - Number(a.protected) ||
      a.agentId.localeCompare(b.agentId),
  )[0];
