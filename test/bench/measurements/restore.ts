import { atMost, inRounds, measured, median, seconds, type Measurement, type Settings } from '../measurement.ts';
import { mib, Stand } from '../stand.ts';

const [single, multi, limited] = ['restore-single', 'restore-multi', 'restore-multi-limited'] as const;
const bytes = 512 * mib;
/** rclone's own default, from 256 MiB on (facts#streams). */
const streams = 4;
/** What Apple gives one connection is not known: a rate at which one stream is no match for four. */
const perConnection = 25 * mib;

type Ratios = Readonly<Record<typeof single | typeof multi | typeof limited, number>>;

/** At least 0.95 of its speed. */
const target = 1 / 0.95;

/** Ours goes through our own process, which hashes, compares and waits for the disk; rclone only writes. */
const round = async (settings: Settings): Promise<Ratios> =>
  await Stand.use(settings.stand, { count: 1, bytes: bytes / settings.divisor }, async (stand) => {
    const { ours, rclone } = await stand.restores(await stand.signInRclone());
    const free = { ours: await ours(), single: await rclone(0), multi: await rclone(streams) };
    settings.say(
      `  our restore ${seconds(free.ours)}, rclone copyto ${seconds(free.single)}, over ${streams} connections ${seconds(free.multi)}`,
    );
    await stand.throttleEachDownload(perConnection);
    const slow = { ours: await ours(), multi: await rclone(streams) };
    settings.say(`  each connection slowed down: ${seconds(slow.ours)}, and ${seconds(slow.multi)} over ${streams}`);
    return {
      [single]: free.ours / free.single,
      [multi]: free.ours / free.multi,
      [limited]: slow.ours / slow.multi,
    };
  });

export const restore: Measurement = {
  names: [single, multi, limited],
  what: '512 MiB back from iCloud: our restore / rclone copyto in one stream, in four, and in four where each gets 25 MiB/s',
  run: async (settings) => {
    const rounds = await inRounds(settings.rounds, () => round(settings));
    const ratio = (name: keyof Ratios): number => median(rounds.map((ratios) => ratios[name]));
    return [
      measured(single, ratio(single), 'ratio'),
      atMost(multi, ratio(multi), 'ratio', target),
      atMost(limited, ratio(limited), 'ratio', target),
    ];
  },
};
