import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../children/child.ts';
import type { ProofOrders } from '../children/orders.ts';
import { atMost, inRounds, median, seconds, type Measurement, type Settings } from '../measurement.ts';
import { opensslCpu, sodiumCpu } from '../public-proof.ts';
import { mib } from '../stand.ts';

const [version2, version3, growth] = ['proof-v2', 'proof-v3', 'proof-memory-growth'] as const;
const bytes = 512 * mib;
const timeTarget = 1.5;
const small = 40 * mib;
const big = 4096 * mib;
const growthTarget = 200;
const password = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ12';

type Archive = ProofOrders['writeArchive']['answer'];
type Proven = ProofOrders['prove']['answer'];

/** Writes an archive in one process, has it proven in a fresh one, and then looks at it by other means. */
const withProof = async <T>(
  { stand: { program, signal } }: Settings,
  size: number,
  version: 2 | 3,
  work: (proven: Proven, file: string, archive: Archive) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'ha-icloud-bench-'));
  const children: Child<ProofOrders>[] = [];
  const open = (): Child<ProofOrders> => {
    const child = new Child<ProofOrders>(program, 'proof');
    children.push(child);
    return child;
  };
  const end = (): void => void Promise.all(children.map((child) => child.end()));
  signal.addEventListener('abort', end, { once: true });
  try {
    const file = join(folder, 'backup.tar');
    const archive = await open().ask('writeArchive', { file, bytes: size, version, password });
    const proven = await open().ask('prove', { file, password });
    if (!proven.holds) throw new Error(`the archive of SecureTar ${version} was not found readable`);
    return await work(proven, file, archive);
  } finally {
    signal.removeEventListener('abort', end);
    for (const child of children) await child.end();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Of processor time, which is what a single core would need, whatever else the computer does. */
const ratio = async (settings: Settings, version: 2 | 3): Promise<number> =>
  await withProof(settings, bytes / settings.divisor, version, async ({ cpuMs, ms }, file, archive) => {
    const theirs = await (version === 2 ? opensslCpu : sodiumCpu)(file, archive, settings.stand.signal);
    settings.say(
      `  SecureTar ${version}: ours ${seconds(cpuMs)} of processor (${seconds(ms)}), public tools ${seconds(theirs)}`,
    );
    return cpuMs / theirs;
  });

const peakOf = async (settings: Settings, size: number): Promise<number> =>
  await withProof(settings, size / settings.divisor, 3, ({ peakBytes }) => Promise.resolve(peakBytes / mib));

export const proof: Measurement = {
  names: [version2, version3, growth],
  what: 'level 3, 512 MiB, processor time: ours / openssl and gzip -t, / a libsodium loop and gzip -t; memory with 4 GiB against 40 MiB',
  run: async (settings) => {
    const rounds = await inRounds(settings.rounds, async () => ({
      [version2]: await ratio(settings, 2),
      [version3]: await ratio(settings, 3),
    }));
    const low = await peakOf(settings, small);
    const high = await peakOf(settings, big);
    settings.say(`  peak ${low.toFixed(1)} MiB with the small one, ${high.toFixed(1)} MiB with the big one`);
    return [
      ...([version2, version3] as const).map((name) =>
        atMost(name, median(rounds.map((round) => round[name])), 'ratio', timeTarget),
      ),
      atMost(growth, high - low, 'MiB', growthTarget),
    ];
  },
};
