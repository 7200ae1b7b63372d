import type { CliApp } from '../../src/cli/create-app.ts';
import type { TerminalOptions } from '../cli/terminal.ts';

/** One start of the program: what was typed, and what it met. */
export interface TerminalCall {
  readonly argv: string;
  readonly app?: Partial<CliApp>;
  readonly options?: TerminalOptions & { readonly input?: string };
  /** What is typed as it stands and is in no message. */
  readonly typed?: readonly string[];
}

/** A command of the app that answers this at once. */
export const now =
  <T>(value: T): (() => Promise<T>) =>
  () =>
    Promise.resolve(value);
