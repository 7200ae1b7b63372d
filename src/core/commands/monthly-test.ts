import type { TestResult } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import { testDue, type DueTest } from '../domain/test-due.ts';
import { isCode, toAppError } from '../errors/app-error.ts';
import { checkApple } from '../icloud/apple-gate.ts';
import { testCopy, type TestNeeds } from './test-copy.ts';

type DueNeeds = Needs<'gates' | 'lastLook' | 'settings', 'clock'>;

export type MonthlyNeeds = DueNeeds & TestNeeds;

/** From what is remembered: asks nobody. Errors: `disk.*`. */
export const isTestDue = async (context: DueNeeds): Promise<boolean> => (await dueOf(context)) !== undefined;

/** Nothing is due while the user does not want any, and as long as the cloud was not seen whole. */
const dueOf = async ({ gates, lastLook, ports, settings }: DueNeeds): Promise<DueTest | undefined> => {
  const { cloud } = await lastLook.read();
  if (!settings.current.monthlyTest || !cloud?.complete) return undefined;
  const { testTried, tested } = await gates.read();
  const lastTried = testTried === undefined ? undefined : new Date(testTried);
  const lastDone = tested === undefined ? undefined : new Date(tested);
  return testDue({ stored: cloud.stored, lastTried, lastDone, now: ports.clock.now() });
};

/**
 * The restore test that nobody has to think of: one copy a month, the newest one after set-up. Undefined: none is due, or it has
 * to wait; the next try resumes it. Error: `sync.cancelled`.
 */
export const monthlyTest = async (context: MonthlyNeeds, signal: AbortSignal): Promise<TestResult | undefined> => {
  const { gates, ports } = context;
  const due = await dueOf(context);
  if (!due) return undefined;
  try {
    checkApple(await gates.read(), ports.clock.now());
    await gates.update((current) => ({ ...current, testTried: ports.clock.now().toISOString() }));
    const which = due === 'any' ? due : { id: due.newest.manifest.archive };
    return await testCopy(context, { which, moreKeys: () => Promise.resolve([]) }, () => undefined, signal);
  } catch (error) {
    if (isCode(error, 'sync.cancelled')) throw error;
    ports.logger.info('restore test put off', { code: toAppError(error).code });
    return undefined;
  }
};
