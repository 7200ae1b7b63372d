import { AppError, toAppError } from '../../core/errors/app-error.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { commands, type CommandName } from '../../shared/contract/commands.ts';
import type { Described, WindowProblem } from '../../shared/contract/described.ts';
import type { Result } from '../../shared/contract/result.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Host } from '../host-contract.ts';
import { localizeAnswer, localizeProblem } from './localize.ts';
import { isSmall } from './input-size.ts';

/** Who asks, as far as the router needs to know. */
export interface Sender {
  /** The topmost frame of one of our windows, showing one of our pages. */
  readonly trusted: boolean;
  /** Closes its window. */
  close(): void;
}

export interface RouterOptions {
  readonly host: Pick<Host, 'handle'>;
  readonly logger: Logger;
}

export type Router = (sender: Sender, name: unknown, input: unknown) => Promise<Result<unknown>>;

/**
 * The only way from a window into the app. Nothing of what a window sends is believed before it went through here, and
 * nothing but results comes back, problems with their words: thrown errors would carry texts and stacks across the bridge.
 */
export const createRouter =
  ({ host, logger }: RouterOptions): Router =>
  (sender, name, input) =>
    answered(logger, isName(name) ? name : 'unknown', sender, async () => {
      const known = nameOf(name);
      const parsed = parse(known, input);
      // The host does not know which window asks.
      if (known !== 'window.close') return localizeAnswer(known, await host.handle(known, parsed as never));
      sender.close();
      return null;
    });

/** Runs what a window asked for, and makes a result of it. */
export const answered = async <T>(
  logger: Logger,
  command: string,
  { trusted }: Pick<Sender, 'trusted'>,
  work: () => Promise<Described<T>>,
): Promise<Result<T>> => {
  try {
    if (!trusted) throw refusal('sender');
    return { ok: true, value: await work() };
  } catch (thrown) {
    const { code, facts } = toAppError(thrown);
    // Names, codes and counts only: the input may hold a password.
    logger.warn('command-failed', { command, code, kind: String(facts.kind ?? '') });
    return { ok: false, problem: wordsFor({ code, facts }) };
  }
};

/** Facts that no text was made for must not become an error that crosses the bridge. */
const wordsFor = (problem: Problem): WindowProblem => {
  try {
    return localizeProblem(problem);
  } catch {
    return localizeProblem(aProblem('internal'));
  }
};

const isName = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(commands, name);

const nameOf = (name: unknown): CommandName => {
  if (!isName(name)) throw refusal('name');
  return name;
};

const parse = (name: CommandName, input: unknown): unknown => {
  if (!isSmall(input)) throw refusal('size');
  const { input: schema } = commands[name];
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const field = error.issues[0]?.path[0];
  // A field of ours with a value that it cannot have: the words name it. Anything else no form of ours sends.
  if (typeof field === 'string' && Object.hasOwn(schema.shape, field))
    throw new AppError('settings.invalid', { field });
  throw refusal('input');
};

/** What our own windows never send. */
const refusal = (what: 'sender' | 'name' | 'size' | 'input'): AppError =>
  new AppError('internal', { kind: `ipc ${what}` });
