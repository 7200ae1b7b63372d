import { CommandError } from './command-error.ts';
import type { Backup } from './store.ts';

/** All agents at nothing, then each at its end; one whose copy is made again shows a step between. */
export function uploadSteps(
  backup: Backup,
  agents: readonly string[],
): { agent: string; uploaded: number; total: number }[] {
  const [first] = backup.copies.values();
  const sizeOf = (agent: string): number => (backup.copies.get(agent) ?? first)?.source.size ?? 0;
  const isMadeAnew = (agent: string): boolean =>
    (backup.copies.get(agent)?.protected ?? first?.protected) !== first?.protected;
  const begin = agents.map((agent) => ({ agent, uploaded: 0, total: sizeOf(agent) }));
  const end = begin.flatMap((step) => {
    const done = { ...step, uploaded: step.total };
    return isMadeAnew(step.agent) ? [{ ...step, uploaded: Math.ceil(step.total / 2) }, done] : [done];
  });
  return [...begin, ...end];
}

export interface Refusal {
  readonly error: CommandError;
  /** Of the event `failed`. */
  readonly reason: string;
}

export function refusalOf(message: string, reason = 'unknown_error', code = 'home_assistant_error'): Refusal {
  return { error: new CommandError(code, message), reason };
}

export interface Parts<T> {
  wanted: T[];
  stored: T[];
  failed: T[];
}

export function split<T>(wanted: T[], isMissing: (part: T) => boolean): Parts<T> {
  const failed = wanted.filter(isMissing);
  return { wanted, stored: wanted.filter((part) => !isMissing(part)), failed };
}
