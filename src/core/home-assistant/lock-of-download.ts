import { firstLock, type Lock } from '../archive/open/first-lock.ts';
import { DistantBytes } from '../inside/distant-bytes.ts';
import { openDownload, type DownloadRequest, type DownloadSession } from './download.ts';
import type { Session } from './session.ts';

type Request = Omit<DownloadRequest, 'resume' | 'listed'> & {
  /** Bytes as Home Assistant lists them. */
  readonly size: number;
};

/** Downloads as much of a backup as a key has to see, and hangs up. Errors: those of a download. */
export const lockOfDownload = async (
  session: DownloadSession & Pick<Session, 'clock'>,
  { size, ...request }: Request,
  signal: AbortSignal,
): Promise<Lock | undefined> => {
  const bytes = new DistantBytes({
    size,
    readFrom: async (offset, take, until) => {
      const { body } = await openDownload(session, { ...request, listed: size, resume: undefined }, until);
      let before = offset;
      for await (const piece of body) {
        const wanted = piece.subarray(Math.min(before, piece.length));
        before -= piece.length - wanted.length;
        await take(wanted);
      }
    },
    pausesMs: [],
    wait: (ms, until) => session.clock.wait(ms, until),
    onFetched: () => undefined,
    signal,
  });
  try {
    return await firstLock(bytes, signal);
  } finally {
    await bytes.close();
  }
};
