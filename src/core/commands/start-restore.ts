import type { PlacedResult, RestoreEnd, RestoreStarted } from '../../shared/into-home.ts';
import type { Activity } from '../../shared/run-report.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { HomeTarget, PlacedContents } from '../home-assistant/home-target.ts';
import type { RestoreOrder } from '../home-assistant/restoring.ts';
import { openTarget, type OtherHome, type TargetNeeds } from './open-target.ts';

export interface StartInput {
  /** A backup that Home Assistant lists, as `restoreIntoHome` gives it. */
  readonly placed: Pick<PlacedResult, 'id'> & { readonly home: Pick<PlacedResult['home'], 'agent'> };
  /** Default: the Home Assistant that was set up. */
  readonly home?: OtherHome;
  /** Asked for when Home Assistant's own present key does not open it. Secret. */
  readonly keys: () => Promise<readonly string[]>;
  /** A backup of how it is now comes first; where that fails, nothing is restored. */
  readonly backupFirst: boolean;
}

/**
 * Has Home Assistant restore everything that one of its backups holds, and follows it to its end. The user agreed to it: what was
 * changed since the backup is lost. The key is tried before anything is changed. Errors: `restore.key-needed`,
 * `restore.wrong-key`, `restore.refused` (nothing was changed), `restore.failed`, `restore.not-back`, `ha.*`.
 */
export const startRestore = async (
  context: TargetNeeds,
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
    await target.refuseBusy(signal);
    onActivity({ phase: 'checking' });
    const { keys, checked } = await chooseKeys({ target, id, agentId, contents }, input.keys, signal);
    const backupFirst = input.backupFirst
      ? await target.makeBackup((stage) => onActivity({ phase: 'creating', stage }), signal)
      : null;
    onActivity({ phase: 'restoring', stage: '' });
    const extras = [...contents.apps, ...contents.folders];
    const { protected: isProtected, ...all } = contents;
    const order = { ...all, id, agentId, ...(!hasSupervisor && { apps: [], folders: [] }) };
    const onStage = (stage: string): void => onActivity({ phase: 'restoring', stage });
    return {
      end: await restoreWithOne(target, order, keys, onStage, signal),
      keyChecked: isProtected ? checked : null,
      backupFirst,
      leftOut: hasSupervisor ? [] : extras,
    };
  } finally {
    await target.close();
  }
};

interface Locked {
  readonly target: HomeTarget;
  readonly id: string;
  readonly agentId: string;
  readonly contents: PlacedContents;
}

interface Keys {
  /** To be tried in this order; one that is undefined stands for none. */
  readonly keys: readonly (string | undefined)[];
  readonly checked: boolean;
}

/** The first key that opens it. Where Home Assistant cannot tell beforehand, all of them: it refuses a wrong one itself. */
const chooseKeys = async (
  { target, id, agentId, contents }: Locked,
  more: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<Keys> => {
  if (!contents.protected) return { keys: [undefined], checked: false };
  const own = await target.ownKey(signal);
  const candidates: string[] = [];
  const find = async (keys: readonly string[]): Promise<string | undefined> => {
    for (const key of keys) {
      const opens = await target.opens({ id, agentId, key }, signal);
      if (opens === true) return key;
      if (opens === undefined) candidates.push(key);
    }
    return undefined;
  };
  const opening = await find(own === undefined ? [] : [own]);
  if (opening !== undefined) return { keys: [opening], checked: true };
  const given = await more();
  const other = await find(given);
  if (other !== undefined) return { keys: [other], checked: true };
  if (candidates.length > 0) return { keys: candidates, checked: false };
  throw new AppError(given.length > 0 ? 'restore.wrong-key' : 'restore.key-needed');
};

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
