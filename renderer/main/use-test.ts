import { useSignal } from '../base/signal.ts';
import type { Described, DescribedBackup, WindowProblem } from '../../src/shared/contract/described.ts';
import type { TestResult } from '../../src/shared/status.ts';
import { useCommand } from '../base/use-command.ts';
import { bothSides } from './backup-list.ts';
import { archiveOf, folderOf } from './backup-rows.ts';

export interface TestUse {
  readonly test: (backup: DescribedBackup) => void;
  readonly problem: WindowProblem | null;
  /** Null: none was made, or the user closed it. */
  readonly tested: Described<TestResult> | null;
  readonly close: () => void;
}

/** One backup brought back from iCloud as a test, and how it came out. */
export const useTest = (): TestUse => {
  const { run, problem } = useCommand('backups.test');
  const tested = useSignal<Described<TestResult> | null>(null);
  const test = async (backup: DescribedBackup): Promise<void> => {
    tested.value = null;
    const folder = folderOf(backup);
    const result = await run({ id: archiveOf(backup) ?? backup.id, ...(folder === null ? {} : { folder }) });
    if (!result.ok) return;
    tested.value = result.value;
    await bothSides.load(false);
  };
  return { test: (backup) => void test(backup), problem, tested: tested.value, close: () => (tested.value = null) };
};
