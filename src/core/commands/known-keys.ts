import type { Needs } from '../context.ts';
import { isCode, toAppError } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { AskKeys, KeyPlaces } from '../inside/open-parts.ts';
import { notePresent, type KeyMemoryNeeds } from '../keys/key-memory.ts';
import type { RememberedKey } from '../ports/secret-store.ts';
import { openSource, type OpenSource, type SourceNeeds } from './open-source.ts';

export type KeyNeeds = Needs<'secretStore', 'backupKeys' | 'logger'> & KeyMemoryNeeds;

/**
 * Keys that may open what comes down in this run, asked for once and kept in memory alone: Home Assistant's present one, those
 * that the user had remembered, and those of the environment. One that cannot be had costs a level of proof, never a backup.
 * Error: `sync.cancelled`.
 */
export const keysOfRun = (
  context: KeyNeeds,
  source: Pick<BackupSource, 'presentKey'>,
): ((signal: AbortSignal) => Promise<readonly string[]>) => {
  let asked: Promise<readonly string[]> | undefined;
  return (signal) =>
    (asked ??= readKeys(context, source, signal)
      .then(flat)
      .catch((error: unknown) => {
        // Only who asked first was cancelled: the next backup asks again.
        asked = undefined;
        throw error;
      }));
};

export type PresentKeyNeeds = KeyNeeds & SourceNeeds;

/** The same without a run: Home Assistant is asked if it is set up and can be reached. Error: `sync.cancelled`. */
export const knownKeys = async (context: PresentKeyNeeds, signal: AbortSignal): Promise<readonly string[]> =>
  flat(await keysByPlace(context, signal));

/** Each with where it came from. */
export const keysByPlace = async (context: PresentKeyNeeds, signal: AbortSignal): Promise<KnownKeys> => {
  let open: OpenSource | undefined;
  const connected = async (): Promise<BackupSource | undefined> => {
    const [instance] = context.settings.current.instances;
    open = instance && (await openSource(context, instance, signal));
    return open?.source;
  };
  try {
    const source = await orNothing(context, 'present', connected);
    return await readKeys(context, source ?? { presentKey: () => Promise.resolve(undefined) }, signal);
  } finally {
    await open?.source.close();
  }
};

/** Keys that somebody brings along for one command. */
export interface TypedKeys {
  /** Given beforehand, tried before anybody is asked. Secret. */
  readonly given?: readonly string[];
  /** Asked last. */
  readonly keys: AskKeys;
}

/** Where a command that opens an archive takes keys from: what was given, what is known, what somebody types. */
export const keyPlaces = (
  context: PresentKeyNeeds,
  { given = [], keys }: TypedKeys,
  signal: AbortSignal,
): KeyPlaces => [() => Promise.resolve(given), () => knownKeys(context, signal), keys];

/** Secret. */
export interface KnownKeys {
  readonly present: string | undefined;
  readonly remembered: readonly RememberedKey[];
  /** Of the environment. */
  readonly given: readonly string[];
}

const flat = ({ present, remembered, given }: KnownKeys): readonly string[] => [
  ...new Set([...(present === undefined ? [] : [present]), ...remembered.map(({ key }) => key), ...given]),
];

const readKeys = async (
  context: KeyNeeds,
  source: Pick<BackupSource, 'presentKey'>,
  signal: AbortSignal,
): Promise<KnownKeys> => {
  const { given, onLearned } = context.ports.backupKeys;
  const present = await orNothing(context, 'present', () => source.presentKey(signal));
  if (present !== undefined) {
    onLearned(present);
    await notePresent(context, present);
  }
  return { present, remembered: await rememberedKeys(context), given };
};

/** Kept in the store of secrets, because the user said so. */
export const rememberedKeys = async (context: KeyNeeds): Promise<readonly RememberedKey[]> =>
  (await orNothing(context, 'remembered', async () => (await (await context.secretStore()).read())?.backupKeys)) ?? [];

const orNothing = async <T>(context: KeyNeeds, which: string, ask: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (isCode(error, 'sync.cancelled')) throw error;
    context.ports.logger.warn('no key', { which, code: toAppError(error).code });
    return undefined;
  }
};
