import { describeFailure, type Check } from './check.ts';
import type { OwnHome } from './own-home.ts';
import { CleanUps, temporaryFolder, type World } from './world.ts';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** What stays the same for all checks. */
export type Ground = Omit<World, 'folder' | 'later' | 'another'> & {
  readonly another: (extra: readonly string[], cleanUps: CleanUps) => Promise<OwnHome>;
};

/** One line per check; what one leaves behind is gone before the next. */
export const runChecks = async (
  checks: readonly Check[],
  ground: Ground,
  say: (line: string) => void,
): Promise<Counts> => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    const cleanUps = new CleanUps();
    const another = (extra: readonly string[]): Promise<OwnHome> => ground.another(extra, cleanUps);
    const began = performance.now();
    try {
      const world = { ...ground, folder: await temporaryFolder(cleanUps), later: cleanUps.add, another };
      const reason = check.leftOut?.(world);
      if (reason !== undefined) {
        counts.skipped += 1;
        say(`skipped  ${check.name}: ${reason}`);
        continue;
      }
      const seen = await check.run(world);
      counts.passed += 1;
      say(`ok       ${check.name} (${seconds(began)}): ${seen}`);
    } catch (error) {
      if (ground.signal.aborted) break;
      counts.failed += 1;
      say(`FAILED   ${check.name} (${seconds(began)}): ${describeFailure(error)}`);
    } finally {
      await cleanUps.run();
    }
  }
  return counts;
};

const seconds = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
