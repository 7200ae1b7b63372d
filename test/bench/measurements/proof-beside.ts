import { atMost, inRounds, median, seconds, type Measurement, type Settings } from '../measurement.ts';
import { mib, Stand } from '../stand.ts';

const name = 'proof-beside-upload';
const bytes = 512 * mib;
const link = { down: 50 * mib, up: 50 * mib };
const target = 1.05;

const run = async (settings: Settings, proves: boolean): Promise<number> =>
  await Stand.use(settings.stand, { count: 1, bytes: bytes / settings.divisor }, async (stand) => {
    await stand.throttle(link);
    const { ms, level } = await stand.ours(proves);
    if (level !== (proves ? 4 : 1)) throw new Error(`the backup was proven to level ${level}`);
    settings.say(`  ${proves ? 'with' : 'without'} levels 2 to 4: ${seconds(ms)}`);
    return ms;
  });

/** Which of them goes first changes from round to round. */
const round = async (settings: Settings, number: number): Promise<number> => {
  const first = await run(settings, number % 2 === 1);
  const second = await run(settings, number % 2 === 0);
  return number % 2 === 1 ? first / second : second / first;
};

export const proofBeside: Measurement = {
  names: [name],
  what: 'one encrypted 512 MiB backup at 50 MiB/s: a run that proves it to level 4 beside the upload / one that stops at level 1',
  run: async (settings) => {
    const ratios = await inRounds(settings.rounds, (number) => round(settings, number));
    return [atMost(name, median(ratios), 'ratio', target)];
  },
};
