import { foreignLabel, unnamedHome } from '../../shared/safe-text.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { SetupResult } from '../../shared/status.ts';
import type { HaBackup } from '../domain/backup.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { connect } from '../home-assistant/connect.ts';
import type { ConnectOptions } from '../home-assistant/options.ts';
import { readToken } from '../home-assistant/token-text.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { newInstanceKey, type InstanceSettings, type Settings } from '../settings/schema.ts';
import { withLeft } from '../report-home/left-behind.ts';
import { onlyLeft } from '../report-home/memory.ts';
import { leftBehindError, removeFromFormer } from './home-device.ts';
import { afterChoice } from '../settings/review.ts';
import { problemOf } from '../sync/transfer.ts';
import { changeFolder, type FolderChange, type FolderNeeds } from './change-folder.ts';
import type { Consent } from './consent.ts';
import { forgetReplaced, ownTokenInUse, type OwnToken, type OwnTokenNeeds } from './own-token.ts';
import { resultOf } from './set-up-result.ts';
import { storedTokenFor, type TokenNeeds } from './stored-token.ts';
import { findWay, optionsOfWay, type TypedHome, type Way, type WayNeeds } from './way-home.ts';

export type SetUpNeeds = Needs<'chooseSecretStore' | 'gates' | 'settings' | 'telling', 'clock'> &
  FolderNeeds &
  OwnTokenNeeds &
  WayNeeds &
  TokenNeeds;

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
 * user's consent, which is for this address in the network of this moment (`ha.unencrypted` until then). A token that this app
 * made for itself goes from Home Assistant when another one takes its place. Errors: `ha.*`,
 * `secrets.*`, `settings.invalid`, `cloud.folder-changed`.
 */
export const setUp = async (context: SetUpNeeds, input: SetUpInput, signal: AbortSignal): Promise<SetupResult> => {
  await context.settings.load();
  const store = await context.chooseSecretStore();
  const token = input.token === undefined ? await storedTokenFor(context, input.url) : readToken(input.token);
  const way = await findWay(context, input, signal);
  const { consent, trust } = way;
  const replaced = await ownTokenInUse(context);
  const former = await formerHome(context, store);
  const { description, backups } = await visit(context, way, token, signal);
  if (!description.admin) throw new AppError('ha.not-admin');
  if (input.baseFolder !== undefined) await changeFolder(context, input.baseFolder, input.folderChange, signal);
  const instance = {
    ...instanceOf(context.settings.current, description, consent, trust),
    // The one that is stored stays what it is, also for what counts as another Home Assistant.
    ownToken: input.token === undefined ? isStoredOwn(context) : input.isOwnToken === true,
  };
  const after = await keepToken(store, instance.key, token, () => record(context, input, instance));
  const warnings = [
    // First: it goes there with a token that may be about to go itself.
    ...(former && former.instance.key !== instance.key ? await leaveFormer(context, former, signal) : []),
    ...(await replacedWarnings(context, way, instance, token, replaced)),
  ];
  return resultOf(after, store.kind, instance, description, backups, warnings);
};

/** The home set up until now, where it shows our sensors, and its token. */
interface FormerHome {
  readonly instance: InstanceSettings;
  readonly token: string | undefined;
}

const formerHome = async ({ settings, telling }: SetUpNeeds, store: SecretStore): Promise<FormerHome | undefined> => {
  const [instance] = settings.current.instances;
  if (!instance) return undefined;
  const { device, alarm } = await telling.read();
  if (!settings.current.sensors && !device && !alarm) return undefined;
  return { instance, token: (await store.read())?.haTokens?.[instance.key] };
};

/** What it has of ours goes; what nobody lets us take away is remembered, and told. Nothing of it is true of the new one. */
const leaveFormer = async (
  context: SetUpNeeds,
  { instance, token }: FormerHome,
  signal: AbortSignal,
): Promise<readonly Problem[]> => {
  const now = context.ports.clock.now();
  try {
    if (token === undefined) throw new AppError('secrets.token-missing');
    await removeFromFormer(context, instance, token, signal);
    await context.telling.update(onlyLeft);
    return [];
  } catch (thrown) {
    await context.telling.update((memory) => ({
      ...onlyLeft(memory),
      leftBehind: withLeft(memory.leftBehind, instance, now),
    }));
    return [problemOf(leftBehindError(instance, thrown))];
  }
};

const isStoredOwn = ({ settings }: SetUpNeeds): boolean => settings.current.instances.some(({ ownToken }) => ownToken);

const record = async (context: SetUpNeeds, input: SetUpInput, instance: InstanceSettings): Promise<Settings> => {
  await context.gates.update((gates) => {
    const { [instance.key]: lifted, ...tokensRefused } = gates.tokensRefused;
    return lifted ? { ...gates, tokensRefused } : gates;
  });
  const chosen = [
    ...(input.retentionDays === undefined ? [] : ['retention.days']),
    ...(input.floor === undefined ? [] : ['retention.floor']),
  ];
  return await context.settings.update((current) => ({
    ...afterChoice(current, chosen),
    instances: [instance],
    baseFolder: input.baseFolder ?? current.baseFolder,
    retention: {
      days: input.retentionDays ?? current.retention.days,
      floor: input.floor ?? current.retention.floor,
    },
  }));
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

/** A token of ours that nothing uses any more. The same Home Assistant may have moved since. */
const replacedWarnings = async (
  context: SetUpNeeds,
  way: Way,
  instance: InstanceSettings,
  token: string,
  replaced: OwnToken | undefined,
): Promise<readonly Problem[]> => {
  if (replaced === undefined || replaced.token === token) return [];
  const isHere = replaced.instance.key === instance.key;
  const reach = (): Promise<ConnectOptions> =>
    isHere ? optionsOfWay(context, way, replaced.token) : context.homeOptions(replaced.instance);
  return (await forgetReplaced(context, replaced, reach)) ? [] : [problemOf(new AppError('ha.token-left-behind'))];
};

/** The settings and the token belong together: where the settings cannot be written, the store holds what it held. */
const keepToken = async <T>(store: SecretStore, key: string, token: string, record: () => Promise<T>): Promise<T> => {
  const held = await store.read();
  const isKept = held?.haTokens?.[key] === token;
  if (!isKept) await store.write({ ...held, haTokens: { [key]: token } });
  try {
    return await record();
  } catch (error) {
    if (!isKept) await (held ? store.write(held) : store.remove());
    throw error;
  }
};
