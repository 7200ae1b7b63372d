import type { AgentCopy, HaBackup } from './backup.ts';

/** The agents of Home Assistant's own disk: without and with a Supervisor. */
const localAgents: readonly string[] = ['backup.local', 'hassio.local'];

/** The one among the present agents that keeps backups on Home Assistant's own disk. */
export const localAgentOf = (agentIds: readonly string[]): string | undefined =>
  localAgents.find((agentId) => agentIds.includes(agentId));

const isNear = ({ agentId }: AgentCopy): boolean => localAgents.includes(agentId) || agentId.startsWith('hassio.');

const rank = (copy: AgentCopy): number => {
  const place = localAgents.includes(copy.agentId) ? 0 : 1;
  // Cloud agents come back through the Internet and cut long downloads (facts#downloading): only when there is nothing else.
  return (isNear(copy) ? 0 : 4) + (copy.protected ? 0 : 2) + place;
};

type Copies = Pick<HaBackup, 'copies'>;

const best = (copies: readonly AgentCopy[]): AgentCopy | undefined =>
  copies.toSorted((a, b) => rank(a) - rank(b) || (a.agentId < b.agentId ? -1 : 1))[0];

/**
 * The file of a backup to pull: on the local disk or a network mount before a cloud, there a protected one before a plain
 * one, on the local disk before a mount. Undefined when there is none.
 */
export const chooseCopy = ({ copies }: Copies): AgentCopy | undefined => best(copies);

/** The same where only protected copies will do. */
export const chooseProtectedCopy = ({ copies }: Copies): AgentCopy | undefined =>
  best(copies.filter((copy) => copy.protected));
