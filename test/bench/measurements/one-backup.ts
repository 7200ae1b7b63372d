import { atMost, inRounds, median, seconds, type Measurement, type Settings } from '../measurement.ts';
import { mib, Stand } from '../stand.ts';

const name = 'one-backup';
const bytes = 1024 * mib;
const link = { down: 50 * mib, up: 50 * mib };
const target = 1.1;

/** Both on the same simulators; which of them goes first changes from round to round. */
const round = async (settings: Settings, number: number): Promise<number> =>
  await Stand.use(settings.stand, { count: 1, bytes: bytes / settings.divisor }, async (stand) => {
    const rclone = await stand.signInRclone();
    await stand.throttle(link);
    const theirs = async (): Promise<number> => {
      const down = await stand.curlAll();
      const up = await stand.rcloneAll(rclone);
      settings.say(`  curl ${seconds(down)}, rclone copyto ${seconds(up)}`);
      return down + up;
    };
    const ours = async (): Promise<number> => {
      const { ms, cpuMs } = await stand.ours();
      settings.say(`  our run ${seconds(ms)}, of it processor ${seconds(cpuMs)}`);
      return ms;
    };
    const theirsFirst = number % 2 === 1 ? await theirs() : undefined;
    const ourMs = await ours();
    return ourMs / (theirsFirst ?? (await theirs()));
  });

export const oneBackup: Measurement = {
  names: [name],
  what: 'one 1 GiB backup, both ways at 50 MiB/s: our whole run / curl, then rclone copyto',
  run: async (settings) => {
    const ratios = await inRounds(settings.rounds, (number) => round(settings, number));
    return [atMost(name, median(ratios), 'ratio', target)];
  },
};
