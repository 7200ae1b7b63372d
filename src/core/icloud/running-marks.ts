import { readdir, readlink, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ProcessMark, ProcessTable } from '../ports/network.ts';
import { diskError, readOwnText, writeFileAtomically } from '../state/small-file.ts';
import { onDisk } from './on-disk.ts';

const processMark = z.object({
  pid: z.number().int().positive(),
  /** In the system's own words; with the number it names one process for ever. */
  started: z.string().min(1),
});
const noteSchema = z.object({
  rclone: processMark,
  /** The program that started it. As long as it lives, the child is its business. */
  owner: processMark,
  /** File name of the executable. */
  executable: z.string().min(1),
});
type Note = z.infer<typeof noteSchema>;

/**
 * Notes on disk about the rclone processes that are running, one small file each (a sign-in may run beside a job, and two
 * programs may share the folder). They are the second net under a crash; the first is the heartbeat in `one-process.ts`.
 *
 * Windows needs no second one, and asking it for the start of each process would cost a second every time: Node puts its
 * children into a job object (libuv's `uv_global_job_handle_`, KILL_ON_JOB_CLOSE), which the system ends with their parent
 * however that dies.
 */
export class RunningMarks {
  readonly #folder: string;
  readonly #processes: ProcessTable;
  readonly #isNeeded: boolean;

  constructor(folder: string, processes: ProcessTable, platform = process.platform) {
    this.#folder = folder;
    this.#processes = processes;
    this.#isNeeded = platform !== 'win32';
  }

  /** Notes a child that was just started; what comes back takes the note away. */
  async add(pid: number | undefined, executable: string): Promise<() => Promise<void>> {
    const started = pid === undefined || !this.#isNeeded ? undefined : await this.#processes.startOf(pid);
    if (pid === undefined || started === undefined) return () => Promise.resolve();
    const path = join(this.#folder, `${pid}.json`);
    const note: Note = { rclone: { pid, started }, owner: this.#processes.self, executable: basename(executable) };
    await writeFileAtomically(path, `${JSON.stringify(note)}\n`);
    return () => onDisk(rm(path, { force: true }));
  }

  /**
   * Ends the rclone processes whose owner is gone. Returns how many there were. What cannot be read, asked for or removed costs
   * itself alone, and is left for another time. Error: `disk.failed` where there is no looking into the folder.
   */
  async sweepOrphans(): Promise<number> {
    let ended = 0;
    for (const name of await this.#names())
      if (await this.#sweep(join(this.#folder, name)).catch(() => false)) ended += 1;
    return ended;
  }

  /** Whether that ended a process. */
  async #sweep(path: string): Promise<boolean> {
    const note = parseNote(await readOwnText(path));
    if (note !== undefined && (await this.#lives(note.owner))) return false;
    const isOrphan =
      note !== undefined && (await this.#lives(note.rclone)) && (await runs(note.rclone.pid, note.executable));
    const isEnded = isOrphan && kill(note.rclone.pid);
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
    return isEnded;
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      const mapped = diskError(error);
      if (mapped.facts.system === 'ENOENT') return [];
      throw mapped;
    }
  }

  async #lives(mark: ProcessMark): Promise<boolean> {
    return (await this.#processes.startOf(mark.pid)) === mark.started;
  }
}

/** Whether the process is that executable. Only Linux tells; elsewhere number and start time have to do. */
const runs = async (pid: number, executable: string): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  // Linux marks an executable that was replaced meanwhile (an update of the app).
  const path = await readlink(`/proc/${pid}/exe`).catch(() => '');
  return basename(path.replace(/ \(deleted\)$/u, '')) === executable;
};

/** At once: nothing of an upload is visible before its last step, so there is nothing to tidy up (facts#partial-uploads). */
const kill = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in this very moment, or it is not ours to end.
    return false;
  }
};

const parseNote = (text: string | undefined): Note | undefined => {
  if (text === undefined) return undefined;
  try {
    return noteSchema.parse(JSON.parse(text));
  } catch {
    // Half a note from a crash names nobody.
    return undefined;
  }
};
