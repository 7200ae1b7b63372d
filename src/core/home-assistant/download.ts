import { AppError } from '../errors/app-error.ts';
import { IdleWatch } from '../idle-watch.ts';
import type { BackupDownload } from '../ports/backup-source.ts';
import { confirmRefusal } from './confirm-refusal.ts';
import { httpFailure } from './errors.ts';
import { openGet, type HttpAnswer } from './http.ts';
import { connectionFailure } from './probe.ts';
import type { Session } from './session.ts';

export interface DownloadRequest {
  /** Path with query. */
  readonly path: string;
  /** Bytes as Home Assistant lists them. */
  readonly listed: number | undefined;
  /**
   * The server honours Range. The Supervisor's proxy says so and does not (facts#supervisor-proxy), so headers alone do not
   * decide.
   */
  readonly resumable: boolean;
  readonly resume: { readonly offset: number; readonly etag: string } | undefined;
}

export type DownloadSession = Pick<Session, 'url' | 'tls' | 'tokenUse' | 'link' | 'timeouts'>;

/**
 * Opens a download as is. Read `body` to its end or fire the signal: both let go of the connection. Without a byte for a while:
 * `ha.download-stalled`; fewer bytes than listed or a broken line: `ha.download-truncated`; more: `ha.download-too-long`.
 */
export const openDownload = async (
  session: DownloadSession,
  request: DownloadRequest,
  signal: AbortSignal,
): Promise<BackupDownload> => {
  // A token that the socket proved a moment ago is not refused here: a dead one is tried once, not once per door.
  await session.link.open(signal);
  const { resume, resumable } = request;
  const part = resume && resumable && resume.offset > 0 ? resume : undefined;
  const download =
    (part && (await start(session, request, part, signal))) ?? (await start(session, request, undefined, signal));
  if (!download) throw new AppError('ha.protocol', { step: 'download' });
  return download;
};

type Part = DownloadRequest['resume'];

/** Undefined when this part cannot be had (the file is another, or shorter): then the whole one is. */
const start = async (
  session: DownloadSession,
  request: DownloadRequest,
  part: Part,
  signal: AbortSignal,
): Promise<BackupDownload | undefined> => {
  const guard = new Guard(session, signal);
  try {
    const { token, route } = await session.tokenUse.take(session.url);
    const range = part && { Range: `bytes=${part.offset}-`, 'If-Match': part.etag };
    const answer = await guard.hold(
      openGet(
        `${session.url}${request.path}`,
        { ...range, Authorization: `Bearer ${token}` },
        { tls: session.tls, route },
        guard.signal,
      ),
      (error) => connectionFailure(error, session.url),
    );
    if (isPage(answer)) throw new AppError('ha.not-archive', { is: 'web-page' });
    const head = readHead(answer, request.resumable, part);
    if (!head) {
      guard.release();
      return undefined;
    }
    checkTotal(head, request.listed);
    return { ...head, body: pump(answer, guard, head.offset, head.total ?? request.listed) };
  } catch (error) {
    guard.release();
    throw session.tokenUse.heed(await confirmRefusal(session, error, signal));
  }
};

/**
 * What ten minutes of waiting have to bring at least: 1 KiB/s, less than a telephone modem did, at which a backup of 1 GB would
 * take twelve days. Without it a byte every two seconds would hold the run, and with it every other one, for ever.
 */
const slowBytes = 600 * 1024;

/** Ends a download when the caller cancels or nothing arrives any more, and knows which of them it was. */
class Guard {
  readonly #job = new AbortController();
  readonly #signal: AbortSignal;
  readonly #idleMs: number;
  readonly #watch: IdleWatch;
  readonly #slowMs: number;
  #stalled = false;
  #waitingSince = 0;
  #waitedMs = 0;
  #windowBytes = 0;
  #answer: HttpAnswer | undefined;

  constructor({ timeouts }: DownloadSession, signal: AbortSignal) {
    this.#signal = signal;
    this.#idleMs = timeouts.downloadIdle;
    this.#slowMs = timeouts.slowWindow;
    this.#watch = new IdleWatch(this.#idleMs, () => {
      this.#stalled = true;
      this.#job.abort();
    });
    signal.addEventListener('abort', this.release, { once: true });
    if (signal.aborted) this.release();
  }

  get signal(): AbortSignal {
    return this.#job.signal;
  }

  /** Takes care of the answer from now on; until somebody reads, its silence is nobody's fault. */
  async hold(opening: Promise<HttpAnswer>, failure: (error: unknown) => AppError): Promise<HttpAnswer> {
    try {
      this.#answer = await opening;
    } catch (error) {
      throw this.reason() ?? failure(error);
    }
    this.#watch.pause();
    return this.#answer;
  }

  waitForBytes(): void {
    this.#waitingSince = performance.now();
    this.#watch.resume();
  }

  /** Error: `ha.download-stalled` when what came during the last long while of waiting was next to nothing. */
  gotBytes(bytes: number): void {
    this.#watch.pause();
    this.#waitedMs += performance.now() - this.#waitingSince;
    this.#windowBytes += bytes;
    if (this.#waitedMs < this.#slowMs) return;
    if (this.#windowBytes < slowBytes)
      throw new AppError('ha.download-stalled', { bytes: this.#windowBytes, waitedMs: Math.round(this.#waitedMs) });
    this.#waitedMs = 0;
    this.#windowBytes = 0;
  }

  /** Why it was ended from here; undefined when the other side did. */
  reason(): AppError | undefined {
    if (this.#signal.aborted) return new AppError('sync.cancelled');
    return this.#stalled ? new AppError('ha.download-stalled', { idleMs: this.#idleMs }) : undefined;
  }

  readonly release = (): void => {
    this.#watch.stop();
    this.#signal.removeEventListener('abort', this.release);
    this.#job.abort();
    this.#answer?.close();
  };
}

type Head = Pick<BackupDownload, 'offset' | 'etag' | 'total'>;

/** What an answer's head promises; undefined when the part cannot be had. Throws when it is no download at all. */
const readHead = (answer: HttpAnswer, resumable: boolean, part: Part): Head | undefined => {
  const { status, header } = answer;
  const etag = resumable && header('accept-ranges') === 'bytes' ? header('etag') : undefined;
  if (status === 200) return { offset: 0, etag, total: toBytes(header('content-length')) };
  if (part && (status === 412 || status === 416)) return undefined;
  if (!part || status !== 206) throw httpFailure(answer, 'download');
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(header('content-range') ?? '') ?? [];
  if (toBytes(first) !== part.offset) return undefined;
  return { offset: part.offset, etag, total: toBytes(total) };
};

/** A proxy's page or its sign-in: whatever it says, Home Assistant did not say it. */
const isPage = ({ status, header }: HttpAnswer): boolean =>
  status >= 200 && status < 300 && /^\s*text\/html\b/i.test(header('content-type') ?? '');

const toBytes = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** A file that is not as long as listed is known before its first byte. */
const checkTotal = ({ total }: Head, listed: number | undefined): void => {
  if (listed === undefined || total === undefined || total === listed) return;
  const code = total > listed ? 'ha.download-too-long' : 'ha.download-truncated';
  throw new AppError(code, { expected: listed, offered: total });
};

/** The bytes, counted. */
async function* pump(
  answer: HttpAnswer,
  guard: Guard,
  offset: number,
  expected: number | undefined,
): AsyncGenerator<Uint8Array> {
  let received = offset;
  const short = (): AppError =>
    new AppError('ha.download-truncated', { received, ...(expected !== undefined && { expected }) });
  try {
    guard.waitForBytes();
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (expected !== undefined && received > expected) throw new AppError('ha.download-too-long', { expected });
      guard.gotBytes(chunk.length);
      yield chunk;
      guard.waitForBytes();
    }
    if (expected !== undefined && received < expected) throw guard.reason() ?? short();
  } catch (error) {
    throw error instanceof AppError ? error : (guard.reason() ?? short());
  } finally {
    guard.release();
  }
}
