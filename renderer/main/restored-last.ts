import { signal, type ReadonlySignal } from '../base/signal.ts';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { LastRestore } from '../../src/shared/last-restore.ts';
import { command } from '../base/bridge.ts';

interface Known {
  readonly last: Described<LastRestore> | null;
  readonly isRead: boolean;
  readonly problem: WindowProblem | null;
}

const state = signal<Known>({ last: null, isRead: false, problem: null });

/** What was saved to a folder last, and which steps from there are done: main keeps it, also over a restart. */
export const restoredLast: {
  readonly state: ReadonlySignal<Known>;
  readonly read: () => Promise<void>;
  readonly tick: (step: string, done: boolean) => Promise<void>;
} = {
  state,
  read: async () => {
    const answer = await command('restored.read', {});
    state.value = answer.ok
      ? { last: answer.value, isRead: true, problem: null }
      : { ...state.value, problem: answer.problem };
  },
  tick: async (step, done) => {
    const answer = await command('restored.tick', { step, done });
    if (answer.ok) state.value = { last: answer.value, isRead: true, problem: null };
  },
};
