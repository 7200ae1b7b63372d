import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { Result } from './result.ts';
import type { WindowState } from './views.ts';

/** The two channels between main and a window, and the one call that fetches the first state. */
export const channels = { command: 'app:command', snapshot: 'app:snapshot', state: 'app:state' } as const;

/** What the preload script gives a window, as `window.haBackup`. */
export interface Bridge {
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>>;
  /** Once at the start; later states come by `onState`, and one with a lower revision is old. */
  snapshot(): Promise<WindowState>;
  /** Gives back how to stop listening. */
  onState(listener: (state: WindowState) => void): () => void;
}
