import { constants } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isErrorCode, type ErrorCode } from '../../shared/error-codes.ts';
import { cutText } from '../domain/manifest-bounds.ts';
import type { WithLock } from './json-file.ts';
import { Mutex } from './mutex.ts';
import { diskError, isForeign, noFollowing, readTextIfThere, systemCode, writeFileAtomically } from './small-file.ts';
import { makeFolder } from './make-folder.ts';
import { backupEvents, runOutcomes, signInEvents } from '../../shared/vocabulary.ts';

const at = z.iso.datetime({ offset: true });
const code = z.custom<ErrorCode>(isErrorCode);
const runId = z.string().min(1);
const bytes = z.number().int().nonnegative();

/** What set a run off. */
export const runTriggers = ['user', 'schedule', 'home-assistant'] as const;

const runStart = z.object({ kind: z.literal('run-start'), at, run: runId, trigger: z.enum(runTriggers) });

const runEnd = z.object({
  kind: z.literal('run-end'),
  at,
  run: runId,
  outcome: z.enum(runOutcomes),
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
  what: z.enum(backupEvents),
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
  what: z.enum(signInEvents),
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
  readonly #hold: WithLock;
  /** One after the other: two appends at once could tear each other's line. */
  readonly #queue = new Mutex();

  /** @param hold - keeps other processes away from a change */
  constructor(path: string, hold: WithLock = (work) => work()) {
    this.path = path;
    this.#hold = hold;
  }

  async add(entry: HistoryEntry): Promise<void> {
    await this.#queue.run(() => this.#hold(() => this.#append(entry)));
  }

  /** Entries since then, or all. Broken lines count whatever their time. */
  async read(since?: Date): Promise<HistoryRead> {
    const lines = linesOf(await this.#queue.run(() => this.#text(this.#hold)));
    const parsed = lines.map(parseLine).filter((entry) => entry !== undefined);
    return {
      entries: since ? parsed.filter((entry) => new Date(entry.at) >= since) : parsed,
      broken: lines.length - parsed.length,
    };
  }

  async #append(entry: HistoryEntry): Promise<void> {
    this.#lines ??= linesOf(await this.#text()).length;
    try {
      await makeFolder(dirname(this.path), 0o700);
      await appendLine(this.path, JSON.stringify(entry, cut));
    } catch (error) {
      throw diskError(error, this.path);
    }
    this.#lines += 1;
    if (this.#lines > keptEntries + slack) await this.#shorten();
  }

  /** What cannot be a history (a gigabyte, a folder) is kept aside as `<name>.broken`, and a new one begins. */
  async #text(hold: WithLock = (work) => work()): Promise<string | undefined> {
    try {
      return await readTextIfThere(this.path);
    } catch (error) {
      if (!isForeign(error)) throw error;
      await hold(() => rename(this.path, `${this.path}.broken`)).catch((failed: unknown) => {
        // Another process was faster.
        if (systemCode(failed) !== 'ENOENT') throw diskError(failed, this.path);
      });
      return undefined;
    }
  }

  async #shorten(): Promise<void> {
    const newest = linesOf(await this.#text()).slice(-keptEntries);
    await writeFileAtomically(this.path, `${newest.join('\n')}\n`);
    this.#lines = newest.length;
  }
}

/** Names and ids come from Home Assistant: none of them may make the file too big to be read. */
const cut = (_key: string, value: unknown): unknown => (typeof value === 'string' ? cutText(value) : value);

const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line !== '');

const parseLine = (line: string): HistoryEntry | undefined => {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    // Counted as broken by the caller.
    return undefined;
  }
};

/** All of the line or nothing of it. A link in the file's place is not followed. */
const appendLine = async (path: string, line: string): Promise<void> => {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | noFollowing;
  const file = await open(path, flags, 0o600);
  try {
    const { size } = await file.stat();
    const separator = (await endsTorn(file, size)) ? '\n' : '';
    await file.writeFile(`${separator}${line}\n`).catch(async (error: unknown) => {
      await file.truncate(size);
      throw error;
    });
  } finally {
    await file.close();
  }
};

/** Whether the last line lacks its end: a crash tore it, and the next one must not grow onto it. */
const endsTorn = async (file: FileHandle, size: number): Promise<boolean> => {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString('latin1') !== '\n';
};
