import { open } from 'node:fs/promises';
import type { Sheet } from '../../shared/sheet.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { LastLook } from '../state/last-look.ts';
import { diskError, systemCode } from '../state/small-file.ts';
import { openTarget, type TargetNeeds } from './open-target.ts';
import { selectOtherComputers } from './other-computers.ts';
import { readStatus, type StatusNeeds } from './read-status.ts';

type SheetNeeds = Needs<'lastLook' | 'settings'> & StatusNeeds & TargetNeeds;

export interface SheetInput {
  /** Made, never written over. */
  readonly file: string;
  /** The key itself is to be on it: one that is given, else the present one of Home Assistant. */
  readonly withKey: boolean;
  /** Given beforehand; empty: none. Secret. */
  readonly keys: readonly string[];
  /** Asked when Home Assistant has none or is away. Secret. */
  readonly askKey: () => Promise<readonly string[]>;
  /** The page for what is on it. */
  readonly page: (sheet: Sheet, key: string | undefined) => string;
}

/**
 * Writes all that is needed to get a home back to one page, from what is known here: nobody but Home Assistant is asked, and it
 * only for its key. With the key on it only its owner can read the file. Errors: `restore.target-exists`,
 * `restore.key-needed`, `disk.*`.
 */
export const writeSheet = async (context: SheetNeeds, input: SheetInput, signal: AbortSignal): Promise<Sheet> => {
  const settings = await context.settings.load();
  const key = input.withKey ? await findKey(context, input, signal) : undefined;
  const { signIn, home, icloud } = await readStatus(context);
  const look = await context.lastLook.read();
  const others = selectOtherComputers(look, settings).flatMap(({ name }) => (name === null ? [] : [name]));
  const sheet: Sheet = {
    file: input.file,
    account: signIn?.account ?? null,
    folder: icloud.folder ?? settings.baseFolder,
    home: home && { name: home.name, url: home.url },
    computers: [settings.computerName, ...others],
    key: key?.from ?? null,
    newest: newestOf(look),
  };
  await writeOnce(input.file, input.page(sheet, key?.key), key ? 0o600 : 0o644);
  return sheet;
};

const newestOf = ({ cloud }: LastLook): Sheet['newest'] => {
  const manifests = (cloud?.stored ?? []).map(({ manifest }) => manifest);
  const [newest] = manifests.toSorted((a, b) => Date.parse(b.date) - Date.parse(a.date));
  if (!newest) return null;
  return { date: newest.date, haVersion: newest.haVersion, bytes: newest.size, protected: newest.protected };
};

interface Found {
  readonly key: string;
  readonly from: NonNullable<Sheet['key']>;
}

const findKey = async (context: TargetNeeds, { keys, askKey }: SheetInput, signal: AbortSignal): Promise<Found> => {
  const [first] = keys;
  if (first !== undefined) return { key: first, from: 'given' };
  const own = await keyOfHome(context, signal);
  if (own !== undefined) return { key: own, from: 'home-assistant' };
  const [typed] = await askKey();
  if (typed === undefined) throw new AppError('restore.key-needed');
  return { key: typed, from: 'given' };
};

/** Undefined where it has none, or cannot be asked now: the user may have it at hand. */
const keyOfHome = async (context: TargetNeeds, signal: AbortSignal): Promise<string | undefined> => {
  try {
    const target = await openTarget(context, undefined, signal);
    try {
      return await target.ownKey(signal);
    } finally {
      await target.close();
    }
  } catch (error) {
    if (!(error instanceof AppError) || isCode(error, 'sync.cancelled')) throw error;
    return undefined;
  }
};

const writeOnce = async (file: string, text: string, mode: number): Promise<void> => {
  try {
    const handle = await open(file, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? new AppError('restore.target-exists', { file }) : diskError(error, file);
  }
};
