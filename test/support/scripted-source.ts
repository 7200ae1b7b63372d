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
  readonly chunk?: number;
  /** The server tells the size of the whole. */
  readonly tellsTotal?: boolean;
}

/** A Home Assistant that gives the answers that a test wrote down, one per request, and notes what it was asked. */
export class ScriptedSource implements BackupSource {
  readonly requests: { readonly backupId: string; readonly agentId: string; readonly resume: Resume }[] = [];
  readonly #answers: (Answer | AppError)[];
  /** Answers whose reader let go of them, at their end or before it. */
  closed = 0;
  /** Called when everything that a silent answer has to say was read. */
  onSilent: () => void = () => undefined;

  constructor(...answers: readonly (Answer | AppError)[]) {
    this.#answers = [...answers];
  }

  download({ id }: HaBackup, agentId: string, resume: Resume, signal: AbortSignal): Promise<BackupDownload> {
    this.requests.push({ backupId: id, agentId, resume });
    const answer = this.#answers.shift();
    if (signal.aborted) return Promise.reject(new AppError('sync.cancelled'));
    if (!answer) return Promise.reject(new Error('Asked more often than the test expected'));
    if (answer instanceof AppError) return Promise.reject(answer);
    return Promise.resolve(this.#open(answer, resume, signal));
  }

  #open(answer: Answer, resume: Resume, signal: AbortSignal): BackupDownload {
    const { content, etag = '"one"', fromStart = false, tellsTotal = false } = answer;
    const same = resume?.etag === etag && !fromStart && resume.offset < content.length;
    const offset = same ? resume.offset : 0;
    return {
      offset,
      etag: 'etag' in answer ? answer.etag : etag,
      total: tellsTotal ? content.length : undefined,
      body: this.#body(answer, content.subarray(offset), signal),
    };
  }

  async *#body({ after, ends, chunk = 16_384 }: Answer, bytes: Buffer, signal: AbortSignal): AsyncGenerator<Buffer> {
    const sent = bytes.subarray(0, after ?? bytes.length);
    try {
      for (let at = 0; at < sent.length; at += chunk) yield sent.subarray(at, at + chunk);
      if (ends === 'silent') await this.#silence(signal);
      if (ends instanceof AppError) throw ends;
    } finally {
      this.closed += 1;
    }
  }

  #silence(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const cancel = (): void => reject(new AppError('sync.cancelled'));
      signal.addEventListener('abort', cancel, { once: true });
      this.onSilent();
    });
  }

  describe(): Promise<never> {
    return notScripted();
  }
  list(): Promise<never> {
    return notScripted();
  }
  create(): Promise<never> {
    return notScripted();
  }
  onChange(): () => void {
    return () => undefined;
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const notScripted = (): Promise<never> => Promise.reject(new Error('Only downloads are scripted'));
