import type { AgentCopy, BackupKind, HaBackup, Listing } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import type { HomeDescription, InstallType, OwnSchedule } from '../ports/backup-source.ts';
import { chooseCopy, localAgentOf } from '../domain/choose-copy.ts';
import { words } from './errors.ts';
import { unknown, type BackupInfo, type BackupSettings, type CoreConfig, type ListedItem } from './schemas.ts';

/** Home Assistant's own pages tell kinds apart like this (`computeBackupType`, facts#backup-entries). */
export const kindOf = (automatic: boolean | null, extra: Readonly<Record<string, unknown>>): BackupKind => {
  if (automatic === true) return 'automatic';
  return 'supervisor.addon_update' in extra || 'supervisor.app_update' in extra ? 'update' : 'manual';
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const toHaBackup = (item: ListedItem): HaBackup => ({
  id: item.backup_id,
  name: item.name,
  date: item.date,
  kind: kindOf(item.with_automatic_settings, item.extra_metadata),
  copies: item.copies.map(({ agentId, size, protected: isProtected }) => ({ agentId, size, protected: isProtected })),
  haVersion: item.homeassistant_version ?? undefined,
  addons: item.addons.map(({ slug }) => slug),
  folders: item.folders,
  failed: {
    agents: item.failed_agent_ids,
    addons: item.failed_addons.map(({ slug }) => slug),
    folders: item.failed_folders,
  },
  instanceId: textOf(item.extra_metadata['instance_id']),
});

/**
 * Whether a list may be believed (facts#starting-up): while Home Assistant starts it answers with success and nothing in
 * it. Only the agent of the own disk has to be well: one dead cloud must not stop everything (facts#backup-lists).
 */
export const judgeListing = (state: string, agentIds: readonly string[], info: BackupInfo): Listing<HaBackup> => {
  const items = info.backups.map(toHaBackup);
  const why = doubt(state, agentIds, info);
  return why ? { items, complete: false, why } : { items, complete: true };
};

const doubt = (state: string, agentIds: readonly string[], info: BackupInfo): AppError | undefined => {
  if (state !== 'RUNNING' && state !== unknown) return new AppError('ha.starting', { state });
  if (info.state === 'blocked') return new AppError('ha.starting', { state: info.state });
  const agent = localAgentOf(agentIds);
  if (agent === undefined) return new AppError('ha.no-agent', { agents: agentIds.length });
  const error = info.agent_errors[agent];
  if (error !== undefined) return agentDoubt(agent, error);
  const odd = (info.odd ?? 0) + (state === unknown ? 1 : 0);
  return odd > 0 ? oddEntries(odd) : undefined;
};

/** The list is there, but some of its entries could not be read: what could is believed, and nothing is deleted by it. */
export const oddEntries = (entries: number): AppError => new AppError('ha.list-incomplete', { entries });

/** Whether that is all that is wrong with a list. */
export const isReadable = <T>(listing: Listing<T>): boolean =>
  listing.complete || listing.why.facts.entries !== undefined;

/** An agent that could not list. An empty text is an error too (facts#backup-lists): away, slow, or broke off. */
export const agentDoubt = (agent: string, says: string): AppError =>
  says.includes('not ready with state')
    ? new AppError('ha.starting', { says: words(says) })
    : new AppError('ha.list-incomplete', { agent, reason: words(says) });

/** Undefined where it is not said, in a way that can be read, how long backups are kept: nothing is claimed then. */
export const toOwnSchedule = (settings: BackupSettings): OwnSchedule | undefined => {
  const copies = settings.agentIds.map((agentId): AgentCopy => {
    const isProtected = settings.hasKey && settings.agents[agentId]?.protected !== false;
    return { agentId, size: undefined, protected: isProtected };
  });
  const local = localAgentOf(settings.agentIds);
  const ofAgent = local === undefined ? undefined : settings.agents[local]?.retention;
  const { recurrence } = settings;
  const keeps = ofAgent ?? settings.retention;
  if (keeps === undefined) return undefined;
  return {
    automatic: settings.configured,
    recurrence: recurrence === 'never' || recurrence === 'daily' ? recurrence : 'custom_days',
    keeps,
    protected: chooseCopy({ copies })?.protected ?? false,
    next: settings.next,
  };
};

type Identity = Pick<HomeDescription, 'instance' | 'instanceAmbiguous'>;

/**
 * Who this is, from its backups: Home Assistant compares their `instance_id` with its own and only then says whether they are
 * automatic (facts#backup-entries), so any backup that it calls its own names the id of today. No command gives
 * that id directly (2026.11.0).
 */
export const identify = (items: readonly ListedItem[], known: string | undefined): Identity => {
  const idsOf = (some: readonly ListedItem[]): string[] => [
    ...new Set(some.map(({ extra_metadata: extra }) => textOf(extra['instance_id'])).filter((id) => id !== undefined)),
  ];
  const own = idsOf(items.filter((item) => item.with_automatic_settings !== null));
  const id = own.length === 1 ? own[0] : own.find((each) => each === known);
  if (id !== undefined) return { instance: { id, from: 'backups' }, instanceAmbiguous: false };
  const others = idsOf(items);
  // It disowns what this instance made, or stands among several makers: restored, cloned, or somebody else.
  const disowned = known !== undefined && others.includes(known);
  return { instance: undefined, instanceAmbiguous: disowned || others.length > 1 };
};

const installTypes: Readonly<Record<string, InstallType>> = {
  'Home Assistant OS': 'os',
  'Home Assistant Supervised': 'supervised',
  'Home Assistant Container': 'container',
  'Unsupported Third Party Container': 'container',
  'Home Assistant Core': 'core',
};

/** From `installation_type` of `system_health/info`. */
export const toInstallType = (text: string): InstallType => installTypes[text] ?? 'unknown';

export const hasSupervisor = ({ components }: CoreConfig): boolean => components?.includes('hassio') ?? false;
