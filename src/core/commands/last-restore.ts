import type { LastRestore } from '../../shared/last-restore.ts';
import type { RestoreResult } from '../../shared/status.ts';
import type { Needs } from '../context.ts';

export type LastRestoreNeeds = Needs<'lastRestore'>;

/** The backup that was saved to a folder last; null: none was, or it was forgotten. */
export const lastRestore = async (context: LastRestoreNeeds): Promise<LastRestore | null> =>
  (await context.lastRestore.read()).last;

/** A new one begins with nothing done. */
export const rememberRestore = async (
  context: LastRestoreNeeds & Needs<never, 'clock'>,
  restored: RestoreResult,
): Promise<void> => {
  const at = context.ports.clock.now().toISOString();
  await context.lastRestore.update(() => ({ last: { restored, at, ticks: [] } }));
};

/** Notes that a step is done, or is not after all. */
export const tickRestoreStep = async (
  context: LastRestoreNeeds,
  { step, done }: { readonly step: string; readonly done: boolean },
): Promise<LastRestore | null> => {
  const { last } = await context.lastRestore.update(({ last: before }) => {
    if (before === null) return { last: before };
    const others = before.ticks.filter((one) => one !== step);
    return { last: { ...before, ticks: done ? [...others, step] : others } };
  });
  return last;
};
