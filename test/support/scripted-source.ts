import type { HaBackup } from '../../src/core/domain/backup.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { BackupDownload, BackupSource } from '../../src/core/ports/backup-source.ts';

type Resume = { readonly offset: number; readonly etag: string } | undefined;

/** How one request for an archive is answered. */
export interface Answer {
  /** The whole file as the server has it. */
  readonly content: Buffer;
  readonly etag?: string | undefined;
  /** The server ignores what was asked to be resumed. */
  readonly fromStart?: boolean;
  /** Bytes of this answer after which it ends; without it all of them come. */
  readonly after?: number;
  /** How it ends: with an error, or without a word until somebody cancels. Nothing = as if that were all. */
  readonly ends?: AppError | 'silent';
  /** Milliseconds of silence after which it ends by itself. */
  readonly stallsAfterMs?: number;
  readonly chunk?: number;
  /** The server tells the size of the whole. */
  readonly tellsTotal?: boolean;
  /** What comes is not held against what was promised, which no source may do: its reader holds it against it too. */
  readonly unchecked?: boolean;
}

/** Downloads that a test wrote down, one per request, from a Home Assistant that notes what it was asked. */
export class ScriptedSource implements Pick<BackupSource, 'download'> {
  readonly requests: { readonly backupId: string; readonly agentId: string; readonly resume: Resume }[] = [];
  readonly #answers: (Answer | AppError)[];
  /** Answers whose reader let go of them, at their end or before it. */
  closed = 0;
  /** Called when everything that a silent answer has to say was read. */
  onSilent: () => void = () => undefined;

  constructor(...answers: readonly (Answer | AppError)[]) {
    this.#answers = [...answers];
  }

  async download(backup: HaBackup, agentId: string, resume: Resume, signal: AbortSignal): Promise<BackupDownload> {
    this.requests.push({ backupId: backup.id, agentId, resume });
    const answer = this.#answers.shift();
    if (signal.aborted) throw new AppError('sync.cancelled');
    if (!answer) throw new Error('Asked more often than the test expected');
    if (answer instanceof AppError) throw answer;
    const copy = backup.copies.find((each) => each.agentId === agentId);
    if (!copy) throw new AppError('ha.no-agent', { agent: agentId });
    return await Promise.resolve(this.#open(answer, copy.size, resume, signal));
  }

  #open(answer: Answer, listed: number | undefined, resume: Resume, signal: AbortSignal): BackupDownload {
    const total = answer.tellsTotal === true ? answer.content.length : undefined;
    if (total !== undefined && listed !== undefined && total !== listed)
      throw new AppError(total > listed ? 'ha.download-too-long' : 'ha.download-truncated');
    const offset = offsetOf(answer, resume);
    const pieces = this.#pieces(answer, answer.content.subarray(offset), signal);
    const body = answer.unchecked === true ? pieces : counted(pieces, offset, total ?? listed);
    return { offset, etag: etagOf(answer), total, body };
  }

  async *#pieces(answer: Answer, bytes: Buffer, signal: AbortSignal): AsyncGenerator<Buffer> {
    const { after = bytes.length, ends, chunk = 16_384 } = answer;
    const sent = bytes.subarray(0, after);
    try {
      for (let at = 0; at < sent.length; at += chunk) {
        if (signal.aborted) throw new AppError('sync.cancelled');
        yield sent.subarray(at, at + chunk);
      }
      if (ends === 'silent') await this.#silence(answer, signal);
      if (ends instanceof AppError) throw ends;
    } finally {
      this.closed += 1;
    }
  }

  async #silence({ stallsAfterMs }: Answer, signal: AbortSignal): Promise<never> {
    this.onSilent();
    return await silence(signal, stallsAfterMs, new AppError('ha.download-stalled'));
  }
}

const etagOf = (answer: Answer): string | undefined => ('etag' in answer ? answer.etag : '"one"');

const offsetOf = (answer: Answer, resume: Resume): number => {
  if (!resume || answer.fromStart === true || resume.etag !== etagOf(answer)) return 0;
  return resume.offset < answer.content.length ? resume.offset : 0;
};

/** No answer, until somebody cancels or the time is up. */
export const silence = async (signal: AbortSignal, ms: number | undefined, late: AppError): Promise<never> =>
  await new Promise((_, reject) => {
    const timer = ms === undefined ? undefined : setTimeout(() => reject(late), ms);
    const cancel = (): void => {
      clearTimeout(timer);
      reject(new AppError('sync.cancelled'));
    };
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });

async function* counted(
  pieces: AsyncIterable<Buffer>,
  offset: number,
  expected: number | undefined,
): AsyncGenerator<Buffer> {
  let received = offset;
  for await (const piece of pieces) {
    received += piece.length;
    if (expected !== undefined && received > expected) throw new AppError('ha.download-too-long', { expected });
    yield piece;
  }
  if (expected !== undefined && received < expected)
    throw new AppError('ha.download-truncated', { expected, received });
}
