import { DistantBytes } from '../inside/distant-bytes.ts';
import type { Needs } from '../context.ts';
import type { Manifest } from '../domain/manifest.ts';
import { patienceMs } from '../state/run-lock.ts';
import { usualPausesMs } from '../sync/pull-backup.ts';
import { chooseInCloud, type CopyWish } from './choose-in-cloud.ts';
import { copiesInCloud, type CloudCopy, type CloudSearchInput, type CopyNeeds } from './copies-in-cloud.ts';
import type { InsideListener, OpenedArchive } from './opened-archive.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

export type CloudNeeds = Needs<'drive' | 'gates', 'clock' | 'timings'> & LockNeeds & CopyNeeds;

type CloudWish = CopyWish & Pick<CloudSearchInput, 'baseFolder'>;

/**
 * A copy in iCloud, of which only what is asked for comes down. What came is not the whole, so its SHA-256 cannot be compared:
 * the parts' own checksums have to do. Errors: those of a restore.
 */
export const withCloudArchive = async <T>(
  context: CloudNeeds,
  wish: CloudWish,
  listener: InsideListener,
  signal: AbortSignal,
  work: (archive: OpenedArchive) => Promise<T>,
): Promise<T> => {
  const { onActivity } = listener;
  const lockWish = { waitMs: patienceMs.restore, onWaiting: () => onActivity({ phase: 'waiting' }) };
  return await underRunLock(context, lockWish, signal, async (until) => {
    onActivity({ phase: 'listing' });
    const { spoilt } = await context.gates.read();
    const chosen = chooseInCloud(await copiesInCloud(context, wish, until), wish, new Set(Object.keys(spoilt)));
    const fetching = new Fetching(chosen.copy.manifest, listener);
    const bytes = distantArchive(context, chosen, (fetched) => fetching.came(fetched), until);
    try {
      const { base, folder, copy } = chosen;
      const place = [base, folder, copy.manifest.archive].filter((name) => name !== '').join('/');
      return await work({
        bytes,
        origin: () => ({ from: 'icloud', place, bytes: bytes.size, fetched: bytes.fetched }),
        expect: (more) => fetching.expect(bytes.fetched, more),
        signal: until,
      });
    } finally {
      await bytes.close();
    }
  });
};

/**
 * A copy of which any piece can be read. The caller holds the run lock, and closes it.
 *
 * @param onFetched - told after each piece how many bytes came in all
 */
export const distantArchive = (
  context: Needs<'drive', 'clock' | 'timings'>,
  { base, folder, copy }: CloudCopy,
  onFetched: (bytes: number) => void,
  signal: AbortSignal,
): DistantBytes => {
  const { archive, size } = copy.manifest;
  const { clock, timings } = context.ports;
  return new DistantBytes({
    size,
    readFrom: async (offset, take, until) => {
      const drive = await context.drive(base);
      await drive.read(folder, archive, { size, offset }, take, until);
    },
    pausesMs: timings?.pullPausesMs ?? usualPausesMs,
    wait: (ms, until) => clock.wait(ms, until),
    onFetched,
    signal,
  });
};

/** Shows how far it is, once it is known how much has to come: before that only headers do. */
class Fetching {
  readonly #manifest: Manifest;
  readonly #listener: InsideListener;
  #before = 0;
  #total: number | undefined;

  constructor(manifest: Manifest, listener: InsideListener) {
    this.#manifest = manifest;
    this.#listener = listener;
  }

  expect(fetched: number, more: number): void {
    [this.#before, this.#total] = [fetched, more];
    this.#listener.onFetch(more, this.#manifest.size);
    this.came(fetched);
  }

  came(fetched: number): void {
    if (this.#total === undefined) return;
    const bytes = Math.min(fetched - this.#before, this.#total);
    const download = { name: this.#manifest.name, bytes, total: this.#total };
    this.#listener.onActivity({ phase: 'transferring', download, waiting: 0 });
  }
}
