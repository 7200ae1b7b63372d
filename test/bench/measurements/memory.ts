import { atMost, inRounds, median, type Measurement, type Settings } from '../measurement.ts';
import { mib, Stand } from '../stand.ts';

const small = 40 * mib;
const big = 4096 * mib;
const growthTarget = 32;
const peakTarget = 150;

/** MiB at the peak, in a process of its own. */
const peakWith = async ({ stand }: Settings, bytes: number): Promise<number> =>
  (await Stand.use(stand, { count: 1, bytes }, async (one) => await one.ours())).peakBytes / mib;

const round = async (settings: Settings): Promise<{ growth: number; peak: number }> => {
  const low = await peakWith(settings, small / settings.divisor);
  const peak = await peakWith(settings, big / settings.divisor);
  settings.say(`  peak ${low.toFixed(1)} MiB with the small one, ${peak.toFixed(1)} MiB with the big one`);
  return { growth: peak - low, peak };
};

export const memory: Measurement = {
  names: ['memory-growth', 'memory-peak'],
  what: 'peak memory of our process: a 4 GiB backup against a 40 MiB one, and the former as such',
  run: async (settings) => {
    const rounds = await inRounds(settings.rounds, () => round(settings));
    return [
      atMost('memory-growth', median(rounds.map(({ growth }) => growth)), 'MiB', growthTarget),
      atMost('memory-peak', median(rounds.map(({ peak }) => peak)), 'MiB', peakTarget),
    ];
  },
};
