import { signal, type ReadonlySignal } from '@preact/signals';
import type { Problem } from '../../src/shared/run-report.ts';
import type { BackupList } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';

/** The list as far as it is known: a page that is opened again shows what it knew, and looks again behind it. */
export interface ListState {
  readonly list: BackupList | null;
  readonly pending: boolean;
  readonly problem: Problem | null;
}

interface Backups {
  readonly state: ReadonlySignal<ListState>;
  /** `fresh`: both sides are asked now, which costs requests at Apple's. */
  readonly load: (fresh: boolean) => Promise<void>;
  /** Looks only where nothing is known yet of this account: a page that is opened asks nobody again. */
  readonly know: (account: string | undefined) => Promise<void>;
}

/** The user ordered something meanwhile: nothing that he has to be told. */
const gaveWay = ({ code }: Problem): boolean => code === 'sync.cancelled';

const createList = (allInstances: boolean): Backups => {
  const state = signal<ListState>({ list: null, pending: false, problem: null });
  let whose: string | undefined;
  const load = async (fresh: boolean): Promise<void> => {
    // One question at a time: Apple counts them.
    if (state.peek().pending) return;
    state.value = { ...state.peek(), pending: true };
    const result = await command('backups.list', { allInstances, fresh });
    state.value = result.ok
      ? { list: result.value, pending: false, problem: null }
      : { list: state.peek().list, pending: false, problem: gaveWay(result.problem) ? null : result.problem };
  };
  const know = async (account: string | undefined): Promise<void> => {
    const { list, pending } = state.peek();
    if (pending || (list !== null && whose === account)) return;
    if (whose !== account) state.value = { list: null, pending: false, problem: null };
    whose = account;
    await load(false);
  };
  return { state, load, know };
};

/** Both sides of the Home Assistant that is set up. */
export const bothSides = createList(false);
/** Everything in iCloud Drive, whichever Home Assistant it came from. */
export const allInstances = createList(true);
