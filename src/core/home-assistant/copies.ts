import type { AgentCopy, HaBackup } from '../domain/backup.ts';

/** The agents of Home Assistant's own disk: without and with a Supervisor. */
const localAgents: readonly string[] = ['backup.local', 'hassio.local'];

/** The one among the present agents that keeps backups on Home Assistant's own disk. */
export const localAgentOf = (agentIds: readonly string[]): string | undefined =>
  localAgents.find((agentId) => agentIds.includes(agentId));

const isNear = ({ agentId }: AgentCopy): boolean => localAgents.includes(agentId) || agentId.startsWith('hassio.');

const rank = (copy: AgentCopy): number => {
  const place = localAgents.includes(copy.agentId) ? 0 : 1;
  // Cloud agents come back through the Internet and cut long downloads (facts 5.1): only when there is nothing else.
  return (isNear(copy) ? 0 : 4) + (copy.protected ? 0 : 2) + place;
};

/**
 * The copy to download: on the local disk or a network mount before a cloud, there a protected one before a plain one, on the
 * local disk before a mount. With `protectedOnly` no plain one at all. Undefined when there is none.
 */
export const chooseCopy = (
  { copies }: Pick<HaBackup, 'copies'>,
  { protectedOnly = false }: { readonly protectedOnly?: boolean } = {},
): AgentCopy | undefined =>
  copies.filter((copy) => copy.protected || !protectedOnly).toSorted((a, b) => rank(a) - rank(b))[0];
