import { useSignal } from '../base/signal.ts';
import type { Described, DescribedBackup, WindowProblem } from '../../src/shared/contract/described.ts';
import type { TestResult } from '../../src/shared/status.ts';
import { useCommand } from '../base/use-command.ts';
import type { GivenKey } from '../choices/key-fields.tsx';
import { bothSides } from './backup-list.ts';
import { archiveOf, folderOf } from './backup-rows.ts';

export interface TestUse {
  readonly test: (backup: DescribedBackup, key?: GivenKey) => void;
  /** Which one the result is of. */
  readonly backup: DescribedBackup | null;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  /** Null: none was made, or the user closed it. */
  readonly tested: Described<TestResult> | null;
  readonly close: () => void;
}

/** One backup brought back from iCloud as a test, and how it came out. */
export const useTest = (): TestUse => {
  const { run, problem, pending } = useCommand('backups.test');
  const last = useSignal<DescribedBackup | null>(null);
  const tested = useSignal<Described<TestResult> | null>(null);
  const test = async (backup: DescribedBackup, key: GivenKey | undefined): Promise<void> => {
    if (key === undefined) tested.value = null;
    last.value = backup;
    const folder = folderOf(backup);
    const result = await run({
      id: archiveOf(backup) ?? backup.id,
      ...(folder === null ? {} : { folder }),
      ...(key === undefined ? {} : { key }),
    });
    if (!result.ok) return;
    tested.value = result.value;
    await bothSides.load(false);
  };
  return {
    test: (backup, key) => void test(backup, key),
    backup: last.value,
    pending,
    problem,
    tested: tested.value,
    close: () => (tested.value = null),
  };
};
