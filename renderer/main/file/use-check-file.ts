import { useEffect, useRef } from 'preact/hooks';
import type { Described, WindowProblem } from '../../../src/shared/contract/described.ts';
import type { FileInHand } from '../../../src/shared/contract/views.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { viewState } from '../../base/bridge.ts';
import { useSignal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import type { GivenKey } from '../../choices/key-fields.tsx';

export interface CheckFileUse {
  /** Null: it is not checked yet, or not to its end. */
  readonly found: Described<CheckResult> | null;
  readonly pending: boolean;
  /** Something else is under way: it begins after that. */
  readonly waits: boolean;
  readonly problem: WindowProblem | null;
  readonly check: (key?: GivenKey) => void;
}

/** A file is checked as soon as it is there: who drops one asks for that. */
export const useCheckFile = (file: FileInHand): CheckFileUse => {
  const { run, pending, problem } = useCommand('file.check');
  const found = useSignal<Described<CheckResult> | null>(null);
  const begun = useRef<FileInHand | null>(null);
  const isBusy = viewState.value?.running != null;
  const check = async (key?: GivenKey): Promise<void> => {
    begun.current = file;
    const answer = await run(key === undefined ? {} : { key });
    // Another file was dropped meanwhile.
    if (begun.current === file && answer.ok && answer.value !== null) found.value = answer.value;
  };
  useEffect(() => {
    found.value = null;
  }, [file]);
  useEffect(() => {
    if (begun.current !== file && !isBusy) void check();
  }, [file, isBusy]);
  const waits = begun.current !== file && isBusy;
  return { found: found.value, pending, waits, problem, check: (key) => void check(key) };
};
