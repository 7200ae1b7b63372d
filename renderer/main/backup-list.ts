import { signal, type ReadonlySignal } from '../base/signal.ts';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { BackupList } from '../../src/shared/status.ts';
import { keyOf } from './backup-rows.ts';
import { command } from '../base/bridge.ts';

/** The list as far as it is known: a page that is opened again shows what it knew, and looks again behind it. */
export interface ListState {
  readonly list: Described<BackupList> | null;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
}

interface Backups {
  readonly state: ReadonlySignal<ListState>;
  /** `fresh`: both sides are asked now, which costs requests at Apple's. */
  readonly load: (fresh: boolean) => Promise<void>;
  /** Looks only where nothing is known yet of this account: a page that is opened asks nobody again. */
  readonly know: (account: string | undefined) => Promise<void>;
  /** In the folder that the user names, or in all of them. */
  readonly search: (where: Where) => Promise<void>;
  /** A copy that was just deleted, by `keyOf`: known without asking again. */
  readonly forget: (key: string) => void;
}

export type Where = Pick<CommandInput<'backups.list'>, 'folder' | 'everywhere'>;

/** The user ordered something meanwhile: nothing that he has to be told. */
const gaveWay = ({ code }: WindowProblem): boolean => code === 'sync.cancelled';

const createList = (allInstances: boolean): Backups => {
  const state = signal<ListState>({ list: null, pending: false, problem: null });
  let whose: string | undefined;
  const load = async (fresh: boolean, where: Where = {}): Promise<void> => {
    // One question at a time: Apple counts them.
    if (state.value.pending) return;
    state.value = { ...state.value, pending: true };
    const result = await command('backups.list', { allInstances, fresh, ...where });
    state.value = result.ok
      ? { list: result.value, pending: false, problem: null }
      : { list: state.value.list, pending: false, problem: gaveWay(result.problem) ? null : result.problem };
  };
  const know = async (account: string | undefined): Promise<void> => {
    const { list, pending } = state.value;
    if (pending || (list !== null && whose === account)) return;
    if (whose !== account) state.value = { list: null, pending: false, problem: null };
    whose = account;
    await load(false);
  };
  const forget = (key: string): void => {
    const { list } = state.value;
    if (list === null) return;
    const backups = list.backups.filter((backup) => keyOf(backup) !== key);
    state.value = { ...state.value, list: { ...list, backups } };
  };
  return { state, load: (fresh) => load(fresh), know, search: (where) => load(true, where), forget };
};

/** Both sides of the Home Assistant that is set up. */
export const bothSides = createList(false);
/** Everything in iCloud Drive, whichever Home Assistant it came from. */
export const allInstances = createList(true);
