import { appendFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import { diskError, readTextIfThere, writeFileAtomically, type Hold } from './json-file.ts';
import { Serial } from './serial.ts';

const at = z.iso.datetime({ offset: true });
const code = z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(errorCodes, value));
const runId = z.string().min(1);
const bytes = z.number().int().nonnegative();

/** What set a run off. */
export const runTriggers = ['user', 'schedule', 'home-assistant', 'resume', 'start'] as const;

const runStart = z.object({ kind: z.literal('run-start'), at, run: runId, trigger: z.enum(runTriggers) });

const runEnd = z.object({
  kind: z.literal('run-end'),
  at,
  run: runId,
  outcome: z.enum(['done', 'warnings', 'failed', 'cancelled']),
  /** Why it failed, or the gravest warning. */
  code: code.optional(),
  stored: z.number().int().nonnegative(),
  pruned: z.number().int().nonnegative(),
  /** Noticed besides: backups that Home Assistant made and removed before they were seen. No later run notices them again. */
  unpulled: z.literal(true).optional(),
});

const backup = z.object({
  kind: z.literal('backup'),
  at,
  run: runId.optional(),
  /** `made` by Home Assistant, as seen in its list; `stored` = confirmed in iCloud. */
  what: z.enum(['made', 'stored', 'refused', 'failed', 'pruned', 'restored']),
  /** Key of the instance in the settings. */
  instance: z.string().min(1),
  backupId: z.string().min(1),
  name: z.string(),
  bytes: bytes.optional(),
  /** Why it was refused or failed. */
  code: code.optional(),
});

const signIn = z.object({
  kind: z.literal('sign-in'),
  at,
  /** `completed` with a code, `silent` with the trust of an earlier one, `needed` = Apple wants the user. */
  what: z.enum(['completed', 'silent', 'needed', 'failed', 'signed-out']),
  code: code.optional(),
});

const entrySchema = z.discriminatedUnion('kind', [runStart, runEnd, backup, signIn]);

/** One line of the history. Times are ISO 8601. */
export type HistoryEntry = z.infer<typeof entrySchema>;

/** The end of a run that noticed backups which were made and gone before anybody saw them. */
export const tellsOfUnpulled = (entry: HistoryEntry): boolean =>
  entry.kind === 'run-end' && (entry.unpulled === true || entry.code === 'ha.unpulled');

export interface HistoryRead {
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  /** Lines that could not be read: torn by a crash, or written by a newer program. */
  readonly broken: number;
}

/** Newest entries that are kept: a year of daily runs that store one copy and prune one (five lines), about 300 kB. */
export const keptEntries = 1900;
/** Rewriting the whole file waits for this many lines too many. */
const slack = 100;

/**
 * What happened, for people to read: nothing is ever decided by it. A file of JSON lines; losing it harms no copy.
 * Errors: `disk.full`, `disk.failed`.
 */
export class History {
  readonly path: string;
  #lines: number | undefined;
  readonly #hold: Hold;
  /** One after the other: two appends at once could tear each other's line. */
  readonly #queue = new Serial();

  /** @param hold - keeps other processes away from a change */
  constructor(path: string, hold: Hold = (work) => work()) {
    this.path = path;
    this.#hold = hold;
  }

  async add(entry: HistoryEntry): Promise<void> {
    await this.#queue.run(() => this.#hold(() => this.#append(entry)));
  }

  /** Entries since then, or all. Broken lines count whatever their time. */
  async read(since?: Date): Promise<HistoryRead> {
    const lines = linesOf(await this.#queue.run(() => readTextIfThere(this.path)));
    const parsed = lines.map(parseLine).filter((entry) => entry !== undefined);
    return {
      entries: since ? parsed.filter((entry) => new Date(entry.at) >= since) : parsed,
      broken: lines.length - parsed.length,
    };
  }

  async #append(entry: HistoryEntry): Promise<void> {
    this.#lines ??= linesOf(await readTextIfThere(this.path)).length;
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      const separator = (await endsTorn(this.path)) ? '\n' : '';
      await appendFile(this.path, `${separator}${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (error) {
      throw diskError(error);
    }
    this.#lines += 1;
    if (this.#lines > keptEntries + slack) await this.#shorten();
  }

  async #shorten(): Promise<void> {
    const newest = linesOf(await readTextIfThere(this.path)).slice(-keptEntries);
    await writeFileAtomically(this.path, `${newest.join('\n')}\n`);
    this.#lines = newest.length;
  }
}

const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line !== '');

const parseLine = (line: string): HistoryEntry | undefined => {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    // Counted as broken by the caller.
    return undefined;
  }
};

/** Whether the last line lacks its end: a crash tore it, and the next one must not grow onto it. */
const endsTorn = async (path: string): Promise<boolean> => {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    if (size === 0) return false;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString('latin1') !== '\n';
  } finally {
    await file.close();
  }
};
