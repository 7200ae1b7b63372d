import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { Result } from './result.ts';
import type { FileInHand, WindowState } from './views.ts';

/** The two channels between main and a window, the one call that fetches the first state, and the one for what is dropped. */
export const channels = {
  command: 'app:command',
  snapshot: 'app:snapshot',
  state: 'app:state',
  offer: 'app:offer',
} as const;

/** What the preload script gives a window, as `window.haBackup`. */
export interface Bridge {
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>>;
  /**
   * A file that was dropped on the window becomes the one in hand. Where it is, the preload script asks of Electron: a file that a
   * page makes up is nowhere. Errors: those of `file.choose`.
   *
   * @param count - how many were dropped
   */
  offer(file: File, count: number): Promise<Result<FileInHand>>;
  /** Once at the start; later states come by `onState`, and one with a lower revision is old. */
  snapshot(): Promise<WindowState>;
  /** Gives back how to stop listening. */
  onState(listener: (state: WindowState) => void): () => void;
}
