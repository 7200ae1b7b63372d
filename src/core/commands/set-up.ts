import { keptCopies } from '../../shared/kept-copies.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { SetupResult } from '../../shared/status.ts';
import type { HaBackup } from '../domain/backup.ts';
import { chooseCopy } from '../domain/choose-copy.ts';
import { folderName } from '../domain/names.ts';
import { trustOf, type Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { connect } from '../home-assistant/connect.ts';
import type { HomeDescription, OwnSchedule } from '../ports/backup-source.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { newInstanceKey, type InstanceSettings, type Settings } from '../settings/schema.ts';
import { changeFolder, type FolderChange } from './change-folder.ts';
import { storedTokenFor } from './stored-token.ts';

export interface SetUpInput {
  /** As a person types it. */
  readonly url: string;
  /** Without one the stored token stays in use (stored-token.ts says for which addresses). */
  readonly token?: string;
  readonly baseFolder?: string;
  readonly retentionDays?: number;
  readonly floor?: number;
  readonly caFile?: string;
  /** SHA-256 of a certificate that the user looked at and accepted. */
  readonly acceptFingerprint?: string;
  readonly folderChange?: FolderChange;
}

/**
 * Connects, keeps the token, records what was found. The network of this moment is the user's own word for where the token
 * may be sent in plain http. Errors: `ha.*`, `secrets.*`, `settings.invalid`, `icloud.folder-changed`.
 */
export const setUp = async (context: Context, input: SetUpInput, signal: AbortSignal): Promise<SetupResult> => {
  await context.settings.load();
  const store = await context.chooseSecretStore();
  const trust = trustFor(context.settings.current, input);
  const token = input.token ?? (await storedTokenFor(context, input.url));
  const { description, backups, network } = await visit(context, { ...input, token }, trust, signal);
  if (!description.admin) throw new AppError('ha.not-admin');
  if (input.baseFolder !== undefined) await changeFolder(context, input.baseFolder, input.folderChange, signal);
  const instance = instanceOf(context.settings.current, description, network, trust);
  await keepToken(store, instance.key, token);
  const after = await context.settings.update((current) => ({
    ...current,
    instances: [instance],
    baseFolder: input.baseFolder ?? current.baseFolder,
    retention: {
      days: input.retentionDays ?? current.retention.days,
      floor: input.floor ?? current.retention.floor,
    },
  }));
  await context.gates.update((gates) => {
    const { [instance.key]: lifted, ...tokensRefused } = gates.tokensRefused;
    return lifted ? { ...gates, tokensRefused } : gates;
  });
  return resultOf(after, store, instance, description, backups);
};

/** What the user says now, else what he said before for the same host: connecting again is no reason to ask again. */
const trustFor = (before: Settings, { url, caFile, acceptFingerprint }: SetUpInput): InstanceSettings['tls'] => {
  if (caFile === undefined && acceptFingerprint === undefined) {
    return before.instances.find((known) => new URL(known.url).hostname === hostOf(url))?.tls ?? {};
  }
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(acceptFingerprint === undefined ? {} : { fingerprint256: acceptFingerprint }),
  };
};

interface Visit {
  readonly description: HomeDescription;
  readonly backups: readonly HaBackup[];
  readonly network: string | undefined;
}

const visit = async (
  { ports, settings }: Context,
  input: SetUpInput & { readonly token: string },
  trust: InstanceSettings['tls'],
  signal: AbortSignal,
): Promise<Visit> => {
  const host = hostOf(input.url);
  const network = await ports.network.current(host);
  const source = await connect(
    {
      url: input.url,
      token: () => Promise.resolve(input.token),
      tls: await trustOf(trust, settings.current.caFile ?? ports.environment['HA_ICLOUD_BACKUP_CA_FILE']),
      confirmedNetworks: network === undefined ? [] : [network],
      network: ports.network,
      clock: ports.clock,
      logger: ports.logger,
      ...(ports.timings?.ha ? { timeouts: ports.timings.ha } : {}),
    },
    signal,
  );
  try {
    const description = await source.describe(signal);
    const backups = description.admin ? (await source.list(signal)).items : [];
    return { description, backups, network };
  } finally {
    await source.close();
  }
};

/** Host of what was typed, for telling the network; the real parsing is the connection's. */
const hostOf = (typed: string): string => {
  const text = /^https?:\/\//i.test(typed.trim()) ? typed.trim() : `http://${typed.trim()}`;
  return URL.canParse(text) ? new URL(text).hostname : '';
};

/** The same Home Assistant keeps its key and folder; another one starts with none. Its copies in iCloud stay. */
const instanceOf = (
  before: Settings,
  home: HomeDescription,
  network: string | undefined,
  tls: InstanceSettings['tls'],
): InstanceSettings => {
  const id = home.instance?.id ?? null;
  const same = before.instances.find((one) => isSame(one, home.url, id)) ?? {
    key: newInstanceKey(),
    instanceId: id,
    minted: false,
    confirmedNetworks: [],
    folder: null,
  };
  const networks = new Set([...same.confirmedNetworks, ...(network === undefined ? [] : [network])]);
  return {
    key: same.key,
    url: home.url,
    name: home.name,
    instanceId: same.instanceId ?? id,
    minted: same.minted,
    confirmedNetworks: [...networks],
    tls,
    folder: same.folder,
  };
};

/** By its id where both are known and Home Assistant's own, else by its address. */
const isSame = (known: InstanceSettings, url: string, id: string | null): boolean =>
  id !== null && known.instanceId !== null && !known.minted ? known.instanceId === id : known.url === url;

const keepToken = async (store: SecretStore, key: string, token: string): Promise<void> => {
  const held = (await store.read()) ?? {};
  if (held.haTokens?.[key] === token) return;
  await store.write({ ...held, haTokens: { [key]: token } });
};

const weekDays = 7;

const resultOf = (
  settings: Settings,
  store: SecretStore,
  instance: InstanceSettings,
  home: HomeDescription,
  backups: readonly HaBackup[],
): SetupResult => ({
  url: home.url,
  name: home.name,
  version: home.version,
  installType: home.installType,
  admin: home.admin,
  instanceId: instance.instanceId,
  schedule: home.schedule ? scheduleOf(home.schedule) : null,
  backups: backups.length,
  needsBytes: needs(settings, home.schedule, backups),
  secretStore: store.kind,
  folder: folderOf(settings, instance),
  warnings: setUpWarnings(home.schedule, backups),
});

/** Before its id is known the instance's own folder has no name yet. */
const folderOf = ({ baseFolder }: Settings, { folder, name, instanceId }: InstanceSettings): string =>
  folder === null && instanceId === null ? baseFolder : `${baseFolder}/${folder ?? folderName(name, instanceId ?? '')}`;

const scheduleOf = ({ automatic, recurrence, keeps, protected: encrypted, next }: OwnSchedule) => ({
  automatic,
  recurrence,
  keepsCopies: keeps.copies,
  keepsDays: keeps.days,
  protected: encrypted,
  next: next ?? null,
});

/** Copies that retention keeps with one backup a day, as big as the newest. A rough number, rounded by whoever shows it. */
const needs = (
  { retention }: Settings,
  schedule: OwnSchedule | undefined,
  backups: readonly HaBackup[],
): number | null => {
  const newest = [...backups].sort((a, b) => b.date.localeCompare(a.date))[0];
  const size = newest && chooseCopy(newest)?.size;
  if (size === undefined || retention.days === 0) return null;
  return size * keptCopies(retention.days, retention.floor, schedule?.recurrence);
};

/** Pure. What this computer cannot make good: a Home Assistant that deletes before we look, and backups in the clear. */
export const setUpWarnings = (schedule: OwnSchedule | undefined, backups: readonly HaBackup[]): Problem[] => {
  if (!schedule) return backups.some((backup) => !chooseCopy(backup)?.protected) ? [unprotected] : [];
  if (!schedule.automatic) return [{ code: 'ha.automatic-off', facts: {} }];
  const days = keptDays(schedule);
  return [
    ...(days < weekDays ? [{ code: 'ha.keeps-too-few' as const, facts: { days } }] : []),
    ...(schedule.protected ? [] : [unprotected]),
  ];
};

const unprotected: Problem = { code: 'ha.unprotected', facts: {} };

/** How long a backup stays in Home Assistant, as far as its settings tell; a number of copies is days only if made daily. */
const keptDays = ({ keeps, recurrence }: OwnSchedule): number => {
  const days = keeps.days ?? Number.POSITIVE_INFINITY;
  const copies = keeps.copies ?? Number.POSITIVE_INFINITY;
  return recurrence === 'daily' ? Math.min(days, copies) : days;
};
