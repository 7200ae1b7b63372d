import { signal, type ReadonlySignal } from '@preact/signals';
import type { Bridge } from '../../src/shared/contract/bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/contract/commands.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { ViewState } from '../../src/shared/contract/views.ts';

declare global {
  interface Window {
    /** Set by the preload script; missing only where a page is opened outside of the app. */
    readonly haBackup?: Bridge;
  }
}

const current = signal<ViewState | undefined>(undefined);

/** The newest state that main has sent; undefined until the first one is there. */
export const viewState: ReadonlySignal<ViewState | undefined> = current;

const take = (next: ViewState): void => {
  // A push may overtake the snapshot's answer: what is older is dropped.
  if (next.revision > (current.peek()?.revision ?? -1)) current.value = next;
};

/** Listens first and asks then, so that no change falls in between. False: there is nobody to ask. */
export const connect = async (): Promise<boolean> => {
  const bridge = window.haBackup;
  if (bridge === undefined) return false;
  bridge.onState(take);
  try {
    take(await bridge.snapshot());
  } catch {
    // Main is closing, or broken: a later push may still arrive, and the page says so until then.
    return false;
  }
  return true;
};

/** Never rejects: whatever happens between window and main is a problem with a code. */
export const command = async <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandOutput<Name>>> => {
  const broken: Result<never> = { ok: false, problem: { code: 'internal', facts: {} } };
  try {
    return (await window.haBackup?.command(name, input)) ?? broken;
  } catch {
    return broken;
  }
};
