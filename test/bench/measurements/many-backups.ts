import { atMost, inRounds, median, seconds, type Measurement, type Settings } from '../measurement.ts';
import { mib, Stand } from '../stand.ts';

const name = 'many-backups';
const count = 8;
const bytes = 128 * mib;
const link = { down: 20 * mib, up: 10 * mib };
const target = 1.15;

const round = async (settings: Settings, number: number): Promise<number> =>
  await Stand.use(settings.stand, { count, bytes: bytes / settings.divisor }, async (stand) => {
    const rclone = await stand.signInRclone();
    const theirs = async (): Promise<number> => {
      await stand.release();
      await stand.curlAll();
      await stand.throttle(link);
      const up = await stand.rcloneAll(rclone);
      settings.say(`  rclone copyto of ${count} files ${seconds(up)}`);
      return up;
    };
    const ours = async (): Promise<number> => {
      await stand.throttle(link);
      const { ms } = await stand.ours();
      settings.say(`  our run with ${count} backups ${seconds(ms)}`);
      return ms;
    };
    const theirsFirst = number % 2 === 1 ? await theirs() : undefined;
    const ourMs = await ours();
    return ourMs / (theirsFirst ?? (await theirs()));
  });

export const manyBackups: Measurement = {
  names: [name],
  what: '8 x 128 MiB, down at 20 and up at 10 MiB/s: our whole run / rclone copyto of the same files alone',
  run: async (settings) => {
    const ratios = await inRounds(settings.rounds, (number) => round(settings, number));
    return [atMost(name, median(ratios), 'ratio', target)];
  },
};
