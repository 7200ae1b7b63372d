import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runChaos, type Failure } from '../../chaos/chaos.ts';
import { canMountDisks } from '../../chaos/disk.ts';
import { never, resourcesDir } from '../../support/app-harness.ts';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { needs } from '../../support/skip.ts';

/** No round begins after that time. `npm run chaos`, a step of its own in CI, takes longer. */
const forMs = 25_000;
const seed = process.env['CHAOS_SEED'] ?? randomBytes(4).toString('hex');

let program: BundledProgram;
beforeAll(async () => {
  program = await bundleProgram(new URL('../../support/run-program.ts', import.meta.url));
});
afterAll(async () => await program.remove());

const wordsOf = ({ story, lines }: Failure): string =>
  [`npm run chaos -- --seed ${seed} --story ${story}`, ...lines].join('\n');

describe.skipIf(process.platform === 'win32')('kills, full disks and wrong listings at random moments', () => {
  // Another try would be another story: what failed once is a finding.
  test(
    'leave one confirmed copy of each wanted backup, and nothing of anybody else touched',
    { timeout: 15 * 60_000, retry: 0 },
    async () => {
      if (process.platform === 'linux') needs(await canMountDisks(), 'the right to mount a small disk: root, or sudo');
      const programs = { bundle: program.file, resourcesDir };
      const options = { seed, rounds: Infinity, forMs, without: [], signal: never };
      const { failures, rounds, kills } = await runChaos(programs, options);
      // Whole: vitest cuts what it compares.
      for (const failure of failures) process.stderr.write(`${wordsOf(failure)}\n`);
      expect(failures.map(({ complaints }) => complaints)).toEqual([]);
      expect(rounds).toBeGreaterThan(0);
      process.stderr.write(`chaos: seed ${seed}, ${rounds} rounds, ${kills} kills\n`);
    },
  );
});
