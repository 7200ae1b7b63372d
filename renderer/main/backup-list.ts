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
}

const createList = (allInstances: boolean): Backups => {
  const state = signal<ListState>({ list: null, pending: false, problem: null });
  return {
    state,
    load: async (fresh) => {
      // One question at a time: Apple counts them.
      if (state.value.pending) return;
      state.value = { ...state.value, pending: true };
      const result = await command('backups.list', { allInstances, fresh });
      state.value = result.ok
        ? { list: result.value, pending: false, problem: null }
        : { list: state.value.list, pending: false, problem: result.problem };
    },
  };
};

/** Both sides of the Home Assistant that is set up. */
export const bothSides = createList(false);
/** Everything in iCloud Drive, whichever Home Assistant it came from. */
export const allInstances = createList(true);
