import { keptCopies } from '../../shared/kept-copies.ts';
import { foreignLabel, unnamedHome } from '../../shared/safe-text.ts';
import type { SetupResult } from '../../shared/status.ts';
import type { HaBackup } from '../domain/backup.ts';
import { chooseCopy } from '../domain/choose-copy.ts';
import { folderName } from '../domain/names.ts';
import { setUpWarnings } from '../domain/own-schedule.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { connect } from '../home-assistant/connect.ts';
import { readToken } from '../home-assistant/token-text.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import type { HomeDescription, OwnSchedule } from '../ports/backup-source.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { newInstanceKey, type InstanceSettings, type Settings } from '../settings/schema.ts';
import { afterChoice } from '../settings/review.ts';
import { changeFolder, type FolderChange, type FolderNeeds } from './change-folder.ts';
import type { Consent } from './consent.ts';
import { storedTokenFor, type TokenNeeds } from './stored-token.ts';
import { findWay, optionsOfWay, type TypedHome, type Way, type WayNeeds } from './way-home.ts';

export type SetUpNeeds = Needs<'chooseSecretStore' | 'gates' | 'settings'> & FolderNeeds & WayNeeds & TokenNeeds;

export interface SetUpInput extends TypedHome {
  /** Without one the stored token stays in use (stored-token.ts says for which addresses). */
  readonly token?: string;
  /** The token was made by this app at a sign-in (sign-in-home.ts). */
  readonly isOwnToken?: boolean;
  readonly baseFolder?: string;
  readonly retentionDays?: number;
  readonly floor?: number;
  readonly folderChange?: FolderChange;
}

/**
 * Finds Home Assistant without the token, connects with it, keeps it, records what was found. In plain http only with the
 * user's consent, which is for this address in the network of this moment (`ha.unencrypted` until then). Errors: `ha.*`,
 * `secrets.*`, `settings.invalid`, `cloud.folder-changed`.
 */
export const setUp = async (context: SetUpNeeds, input: SetUpInput, signal: AbortSignal): Promise<SetupResult> => {
  await context.settings.load();
  const store = await context.chooseSecretStore();
  const token = input.token === undefined ? await storedTokenFor(context, input.url) : readToken(input.token);
  const way = await findWay(context, input, signal);
  const { consent, trust } = way;
  const { description, backups } = await visit(context, way, token, signal);
  if (!description.admin) throw new AppError('ha.not-admin');
  if (input.baseFolder !== undefined) await changeFolder(context, input.baseFolder, input.folderChange, signal);
  const instance = {
    ...instanceOf(context.settings.current, description, consent, trust),
    ...(input.token === undefined ? {} : { ownToken: input.isOwnToken === true }),
  };
  await keepToken(store, instance.key, token);
  const chosen = [
    ...(input.retentionDays === undefined ? [] : ['retention.days']),
    ...(input.floor === undefined ? [] : ['retention.floor']),
  ];
  const after = await context.settings.update((current) => ({
    ...afterChoice(current, chosen),
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

interface Visit {
  readonly description: HomeDescription;
  readonly backups: readonly HaBackup[];
}

const visit = async (context: SetUpNeeds, way: Way, token: string, signal: AbortSignal): Promise<Visit> => {
  const source = await connect(await optionsOfWay(context, way, token), signal);
  try {
    const description = await source.describe(signal);
    const backups = description.admin ? (await source.list(signal)).items : [];
    return { description, backups };
  } finally {
    await source.close();
  }
};

/** The same Home Assistant keeps its key and folder; another one starts with none. Its copies in iCloud stay. */
const instanceOf = (
  before: Settings,
  home: HomeDescription,
  consent: Consent,
  tls: InstanceSettings['tls'],
): InstanceSettings => {
  const id = home.instance?.id ?? null;
  const same = before.instances.find((one) => isSame(one, home.url, id)) ?? {
    key: newInstanceKey(),
    instanceId: id,
    minted: false,
    ownToken: false,
    acceptedUnencrypted: null,
    confirmedNetworks: [],
    folder: null,
  };
  // Consent to another address says nothing of this one.
  const confirmed = same.acceptedUnencrypted === consent.origin ? same.confirmedNetworks : [];
  return {
    key: same.key,
    url: home.url,
    name: foreignLabel(home.name, unnamedHome),
    instanceId: same.instanceId ?? id,
    minted: same.minted,
    ownToken: same.ownToken,
    acceptedUnencrypted: consent.origin,
    confirmedNetworks: [...new Set([...confirmed, ...consent.networks])],
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

const resultOf = (
  settings: Settings,
  store: SecretStore,
  instance: InstanceSettings,
  home: HomeDescription,
  backups: readonly HaBackup[],
): SetupResult => ({
  url: home.url,
  encrypted: isEncrypted(home.url),
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

/** Copies that retention keeps with one backup a day, as big as the newest. A rough number, rounded where it is shown. */
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
