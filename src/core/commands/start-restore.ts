import type { PlacedResult, RestoreChoice, RestoreEnd, RestoreStarted } from '../../shared/into-home.ts';
import type { Activity } from '../../shared/run-report.ts';
import { opensLock, type Lock } from '../archive/open/first-lock.ts';
import { chosenOf, partsToChoose } from '../domain/restore-choice.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { HomeTarget, PlacedContents } from '../home-assistant/home-target.ts';
import type { RestoreOrder } from '../home-assistant/restoring.ts';
import type { KeyPlaces } from '../inside/open-parts.ts';
import { rememberedKeys, type KeyNeeds } from './known-keys.ts';
import { openTarget, type OtherHome, type TargetNeeds } from './open-target.ts';

export interface StartInput {
  /** A backup that Home Assistant lists, as `restoreIntoHome` gives it. */
  readonly placed: Pick<PlacedResult, 'id'> & { readonly home: Pick<PlacedResult['home'], 'agent'> };
  /** Default: the Home Assistant that was set up. */
  readonly home?: OtherHome;
  /** Asked for when neither Home Assistant's own present key nor a remembered one opens it. Secret. */
  readonly keys: () => Promise<readonly string[]>;
  /** A backup of how it is now comes first; where that fails, nothing is restored. */
  readonly backupFirst: boolean;
  /** Default: everything that it can restore. */
  readonly choice?: RestoreChoice;
}

/**
 * Has Home Assistant restore one of its backups, or the chosen parts of it, and follows it to its end. The user agreed to it: what
 * was changed since the backup is lost. The key is tried before anything is changed. Errors: `restore.key-needed`,
 * `restore.wrong-key`, `restore.no-such-part`, `restore.nothing-chosen`, `restore.refused` (nothing was changed), `restore.failed`, `restore.not-back`, `ha.*`.
 */
export const startRestore = async (
  context: TargetNeeds & KeyNeeds,
  input: StartInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RestoreStarted> => {
  await context.settings.load();
  onActivity({ phase: 'connecting' });
  const target = await openTarget(context, input.home, signal);
  try {
    const { id } = input.placed;
    const { agent: agentId } = input.placed.home;
    const { hasSupervisor } = await target.describe(signal);
    const contents = await target.contents(id, agentId, signal);
    const chosen = chosenOf(contents, hasSupervisor, input.choice ?? {});
    await target.refuseBusy(signal);
    onActivity({ phase: 'checking' });
    const { keys, checked } = await chooseKeys(
      new Locked(target, id, agentId),
      contents,
      [async () => (await rememberedKeys(context)).map(({ key }) => key), input.keys],
      signal,
    );
    const backupFirst = input.backupFirst
      ? await target.makeBackup((stage) => onActivity({ phase: 'creating', stage }), signal)
      : null;
    onActivity({ phase: 'restoring', stage: '' });
    const order = { ...chosen, id, agentId };
    const onStage = (stage: string): void => onActivity({ phase: 'restoring', stage });
    return {
      end: await restoreWithOne(target, order, keys, onStage, signal),
      keyChecked: contents.protected ? checked : null,
      backupFirst,
      restored: partsToChoose(chosen, hasSupervisor),
      leftOut: hasSupervisor ? [] : [...contents.apps, ...contents.folders],
    };
  } finally {
    await target.close();
  }
};

interface Keys {
  /** To be tried in this order; one that is undefined stands for none. */
  readonly keys: readonly (string | undefined)[];
  readonly checked: boolean;
}

/** The first key that opens it. Where nobody can tell beforehand, all of them: Home Assistant refuses a wrong one itself. */
const chooseKeys = async (
  locked: Locked,
  contents: PlacedContents,
  more: KeyPlaces,
  signal: AbortSignal,
): Promise<Keys> => {
  if (!contents.protected) return { keys: [undefined], checked: false };
  const candidates: string[] = [];
  const find = async (keys: readonly string[]): Promise<string | undefined> => {
    for (const key of keys) {
      const opens = await locked.opens(key, signal);
      if (opens === true) return key;
      if (opens === undefined) candidates.push(key);
    }
    return undefined;
  };
  const own = await locked.target.ownKey(signal);
  const opening = await find(own === undefined ? [] : [own]);
  if (opening !== undefined) return { keys: [opening], checked: true };
  let isAnyGiven = false;
  for (const place of more) {
    const given = await place();
    isAnyGiven ||= given.length > 0;
    const other = await find(given);
    if (other !== undefined) return { keys: [other], checked: true };
  }
  if (candidates.length > 0) return { keys: candidates, checked: false };
  throw new AppError(isAnyGiven ? 'restore.wrong-key' : 'restore.key-needed');
};

/** A backup in Home Assistant, and whether a key opens it. */
class Locked {
  readonly target: HomeTarget;
  readonly #id: string;
  readonly #agentId: string;
  #lock: Promise<Lock | undefined> | undefined;

  constructor(target: HomeTarget, id: string, agentId: string) {
    this.target = target;
    this.#id = id;
    this.#agentId = agentId;
  }

  /**
   * By the beginning of the very file that Home Assistant is to restore, tried here: a key that does not open it, which may be another
   * home's, is not sent there. Then by its own word, where it can tell (not in 2025.1, and not of SecureTar 1). Undefined where neither tells.
   */
  async opens(key: string, signal: AbortSignal): Promise<boolean | undefined> {
    const [id, agentId] = [this.#id, this.#agentId];
    const lock = await (this.#lock ??= this.target.lock(id, agentId, signal));
    const here = lock && (await opensLock(lock, [key]));
    if (here === false) return false;
    return (await this.target.opens({ id, agentId, key }, signal)) ?? here;
  }
}

const restoreWithOne = async (
  target: HomeTarget,
  order: Omit<RestoreOrder, 'key'>,
  keys: Keys['keys'],
  onStage: (stage: string) => void,
  signal: AbortSignal,
): Promise<RestoreEnd> => {
  for (const key of keys) {
    try {
      return await target.restore({ ...order, key }, onStage, signal);
    } catch (error) {
      if (!isCode(error, 'restore.wrong-key')) throw error;
    }
  }
  throw new AppError('restore.wrong-key');
};
