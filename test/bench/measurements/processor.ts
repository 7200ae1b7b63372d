import { atMost, inRounds, median, seconds, type Measurement, type Settings } from '../measurement.ts';
import { sha256sumCpu } from '../public-tools.ts';
import { mib, Stand } from '../stand.ts';

const name = 'processor';
const bytes = 1024 * mib;
const target = 1.75;

/** Same bytes, same size: the ratio of the times is that of the times per GiB. */
const round = async (settings: Settings): Promise<number> =>
  await Stand.use(settings.stand, { count: 1, bytes: bytes / settings.divisor }, async (stand) => {
    await stand.curlAll();
    let theirs = 0;
    for (const file of stand.files) theirs += await sha256sumCpu(file, settings.stand.signal);
    const { cpuMs } = await stand.ours();
    settings.say(`  our process ${seconds(cpuMs)}, sha256sum ${seconds(theirs)}`);
    return cpuMs / theirs;
  });

export const processor: Measurement = {
  names: [name],
  what: 'processor time per GiB, user and system: our process without rclone / sha256sum',
  run: async (settings) => {
    const ratios = await inRounds(settings.rounds, () => round(settings));
    return [atMost(name, median(ratios), 'ratio', target)];
  },
};
