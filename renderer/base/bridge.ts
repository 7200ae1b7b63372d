import { signal, type ReadonlySignal } from './signal.ts';
import type { Bridge } from '../../src/shared/contract/bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/contract/commands.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { FileInHand, WindowState } from '../../src/shared/contract/views.ts';
import { messages } from '../../src/messages/windows.ts';

declare global {
  interface Window {
    /** Set by the preload script; missing only where a page is opened outside of the app. */
    readonly haBackup?: Bridge;
  }
}

const current = signal<WindowState | undefined>(undefined);

/** The newest state that main has sent; undefined until the first one is there. */
export const viewState: ReadonlySignal<WindowState | undefined> = current;

/**
 * Listens first and asks then, so that no change falls in between. `follow` hears of each state. False: there is nobody to
 * ask.
 */
export const connect = async (follow?: (state: WindowState) => void): Promise<boolean> => {
  const bridge = window.haBackup;
  if (bridge === undefined) return false;
  const take = (next: WindowState): void => {
    // A push may overtake the snapshot's answer: what is older is dropped.
    if (next.revision <= (current.value?.revision ?? -1)) return;
    current.value = next;
    follow?.(next);
  };
  bridge.onState(take);
  try {
    take(await bridge.snapshot());
  } catch {
    // Main is closing, or broken: a later push may still arrive, and the page says so until then.
    return false;
  }
  return true;
};

/** Said by the window itself: there is nobody behind it who could. */
const lost = (): Result<never> => ({
  ok: false,
  problem: {
    code: 'internal',
    facts: {},
    actions: [],
    blocksCloud: false,
    preventsBackUp: false,
    ...messages.common.unreachable,
  },
});

/** A file that was dropped, one of so many, becomes the one in hand. Never rejects. */
export const offer = async (file: File, count: number): Promise<Result<FileInHand>> => {
  try {
    return (await window.haBackup?.offer(file, count)) ?? lost();
  } catch {
    return lost();
  }
};

/** Never rejects: whatever happens between window and main is a problem with a code. */
export const command = async <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandOutput<Name>>> => {
  try {
    return (await window.haBackup?.command(name, input)) ?? lost();
  } catch {
    return lost();
  }
};
