import type { Sheet, SheetFacts } from '../../shared/sheet.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { LastLook } from '../state/last-look.ts';
import { openTarget, type TargetNeeds } from './open-target.ts';
import { selectOtherComputers } from './other-computers.ts';
import { readStatus, type StatusNeeds } from './read-status.ts';

export type SheetNeeds = Needs<'lastLook' | 'settings'> & StatusNeeds & TargetNeeds;

export interface SheetWish {
  /** The key itself is to be on it: one that is given, else the present one of Home Assistant. */
  readonly withKey: boolean;
  /** Given beforehand; empty: none. Secret. */
  readonly keys: readonly string[];
  /** Asked when Home Assistant has none or is away. Secret. */
  readonly askKey: () => Promise<readonly string[]>;
}

export interface MadeSheet {
  readonly facts: SheetFacts;
  /** To be on it. Secret. */
  readonly key: string | undefined;
}

/**
 * All that is needed to get a home back, from what is known here: nobody but Home Assistant is asked, and it only for its key.
 * Error: `restore.key-needed`.
 */
export const makeSheet = async (context: SheetNeeds, wish: SheetWish, signal: AbortSignal): Promise<MadeSheet> => {
  const settings = await context.settings.load();
  const key = wish.withKey ? await findKey(context, wish, signal) : undefined;
  const { signIn, home, icloud } = await readStatus(context);
  const look = await context.lastLook.read();
  const others = selectOtherComputers(look, settings).flatMap(({ name }) => (name === null ? [] : [name]));
  const facts: SheetFacts = {
    account: signIn?.account ?? null,
    folder: icloud.folder ?? settings.baseFolder,
    home: home && { name: home.name, url: home.url },
    computers: [settings.computerName, ...others],
    key: key?.from ?? null,
    newest: newestOf(look),
  };
  return { facts, key: key?.key };
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

const findKey = async (context: TargetNeeds, { keys, askKey }: SheetWish, signal: AbortSignal): Promise<Found> => {
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
