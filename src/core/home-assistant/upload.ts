import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { boundedJson } from '../bounded-json.ts';
import { AppError } from '../errors/app-error.ts';
import { IdleWatch } from '../idle-watch.ts';
import { diskError } from '../state/small-file.ts';
import { confirmRefusal } from './confirm-refusal.ts';
import { httpFailure, networkFailure, words } from './errors.ts';
import { readText, type HttpAnswer } from './http.ts';
import { postStream } from './post-stream.ts';
import type { Session } from './session.ts';

/** A whole archive on this computer's disk. */
export interface Outgoing {
  readonly file: string;
  /** What Home Assistant is told: a bare file name of letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface SentSoFar {
  /** Bytes of the archive that were handed to the connection. */
  readonly sent: number;
  /** All of it; Home Assistant has not yet said that it is stored. */
  readonly finishing: boolean;
}

export type UploadSession = Pick<Session, 'url' | 'tls' | 'tokenUse' | 'link' | 'timeouts'>;

const pieceBytes = 256 * 1024;

/**
 * Sends an archive to one of Home Assistant's agents, as is. Gives the id that Home Assistant answers with; undefined where this
 * version names none (2025.1). It proves nothing: some versions say yes and store nothing (facts#uploading-to-home-assistant),
 * so list afterwards. Errors: `restore.upload-limit`, `restore.upload-refused`, `restore.upload-stopped`, `restore.home-full`,
 * `ha.busy`, `ha.starting`, `ha.not-admin`, `ha.in-between` and other `ha.*`, `disk.failed`, `sync.cancelled`.
 */
export const uploadArchive = async (
  session: UploadSession,
  archive: Outgoing,
  agentId: string,
  onProgress: (progress: SentSoFar) => void,
  signal: AbortSignal,
): Promise<string | undefined> => {
  // A dead token is found out by the socket, not by sending gigabytes.
  await session.link.open(signal);
  const sending = new Sending(session, archive, onProgress, signal);
  try {
    const answer = await post(session, archive, agentId, sending);
    const says = await readText(answer);
    if (answer.status === 200 || answer.status === 201) return idIn(says);
    throw refusalOf(answer, says, archive);
  } catch (error) {
    throw session.tokenUse.heed(await confirmRefusal(session, sending.explain(error), signal));
  } finally {
    sending.end();
  }
};

const post = async (
  session: UploadSession,
  { name, size }: Outgoing,
  agentId: string,
  sending: Sending,
): Promise<HttpAnswer> => {
  const { token, route } = await session.tokenUse.take(session.url);
  const boundary = `----${randomBytes(16).toString('hex')}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      'Content-Type: application/x-tar\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': String(head.length + size + tail.length),
  };
  const path = `/api/backup/upload?${new URLSearchParams({ agent_id: agentId }).toString()}`;
  const body = Readable.from(sending.pieces(head, tail), { objectMode: false, highWaterMark: pieceBytes });
  return await postStream(`${session.url}${path}`, headers, body, { tls: session.tls, route }, sending.signal);
};

/** One upload under way: reads the file as fast as the connection takes it, and knows why it ended. */
class Sending {
  readonly #job = new AbortController();
  readonly #session: UploadSession;
  readonly #archive: Outgoing;
  readonly #onProgress: (progress: SentSoFar) => void;
  readonly #outer: AbortSignal;
  #watch: IdleWatch;
  #sent = 0;
  #stalled = false;
  #disk: AppError | undefined;

  constructor(
    session: UploadSession,
    archive: Outgoing,
    onProgress: (progress: SentSoFar) => void,
    signal: AbortSignal,
  ) {
    this.#session = session;
    this.#archive = archive;
    this.#onProgress = onProgress;
    this.#outer = signal;
    this.#watch = this.#watchFor(session.timeouts.uploadIdle);
    signal.addEventListener('abort', this.#cancel, { once: true });
    if (signal.aborted) this.#cancel();
  }

  get signal(): AbortSignal {
    return this.#job.signal;
  }

  /** Each piece is read when the connection wants it: a slow one holds no memory. */
  async *pieces(head: Buffer, tail: Buffer): AsyncGenerator<Buffer> {
    yield head;
    const { file, size } = this.#archive;
    try {
      for await (const piece of createReadStream(file, { highWaterMark: pieceBytes, end: size - 1 })) {
        const bytes = piece as Buffer;
        yield bytes;
        this.#sent += bytes.length;
        this.#watch.heard();
        this.#onProgress({ sent: this.#sent, finishing: false });
      }
    } catch (error) {
      this.#disk = diskError(error, file);
      throw this.#disk;
    }
    yield tail;
    // Home Assistant now copies it to where it belongs, and answers when it is there.
    this.#watch.stop();
    this.#watch = this.#watchFor(this.#session.timeouts.uploadAnswer + size / storedPerMs);
    this.#onProgress({ sent: this.#sent, finishing: true });
  }

  /** What was thrown, as what it means for the upload. */
  explain(thrown: unknown): unknown {
    if (this.#outer.aborted) return new AppError('sync.cancelled');
    if (this.#disk) return this.#disk;
    if (thrown instanceof AppError) return thrown;
    const failure = networkFailure(thrown);
    if (failure.code !== 'ha.unreachable') return failure;
    const reason = this.#stalled ? 'no-answer' : failure.facts.reason;
    return new AppError('restore.upload-stopped', {
      sentBytes: this.#sent,
      bytes: this.#archive.size,
      ...(typeof reason === 'string' && { reason }),
    });
  }

  end(): void {
    this.#watch.stop();
    this.#outer.removeEventListener('abort', this.#cancel);
    this.#job.abort();
  }

  #watchFor(ms: number): IdleWatch {
    return new IdleWatch(ms, () => {
      this.#stalled = true;
      this.#job.abort();
    });
  }

  readonly #cancel = (): void => this.#job.abort();
}

/** Bytes that the slowest disk stores in a millisecond: 2 MB/s, an old SD card. */
const storedPerMs = 2_000;

const answerSchema = z.object({ backup_id: z.string().min(1).max(200) });

const idIn = (says: string): string | undefined =>
  answerSchema.safeParse(boundedJson(Buffer.from(says))).data?.backup_id;

/** Its own words where it has some (facts#uploading-to-home-assistant); what a proxy in front says is not Home Assistant's. */
const refusalOf = (answer: HttpAnswer, says: string, { size }: Outgoing): AppError => {
  const { status, header } = answer;
  if (status === 413) return limitOf(says, size);
  const isText = header('content-type')?.startsWith('text/plain') === true;
  if (!isText || ![400, 500].includes(status)) {
    const path = '/api/backup/upload';
    return httpFailure({ status, header, path }, 'upload');
  }
  const state = /Backup manager busy: (\w+)/.exec(says)?.[1];
  if (state === 'blocked') return new AppError('ha.starting', { state });
  if (state !== undefined) return new AppError('ha.busy', { state });
  if (/No space left on device|Errno 28/.test(says)) return new AppError('restore.home-full', { neededBytes: size });
  return new AppError('restore.upload-refused', { status, says: words(says) });
};

const limitOf = (says: string, bytes: number): AppError => {
  const limit = /Maximum request body size (\d{1,15}) exceeded/.exec(says)?.[1];
  return new AppError('restore.upload-limit', { bytes, ...(limit !== undefined && { limitBytes: Number(limit) }) });
};
