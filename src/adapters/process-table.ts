import { readFile } from 'node:fs/promises';
import { AppError } from '../core/errors/app-error.ts';
import type { ProcessMark, ProcessTable } from '../core/ports/network.ts';
import { runSystemProgram } from './system-programs.ts';

/** Asks one system for the start of a process that exists; undefined when it is gone or only waits to be buried. */
export type StartReader = (pid: number) => Promise<string | undefined>;

const deadlineMs = 10_000;

/**
 * The system's process table. Errors: `internal` where the system does not answer, so that nobody takes a process for dead
 * because a tool is missing.
 */
export const openProcessTable = async (platform: NodeJS.Platform = process.platform): Promise<ProcessTable> => {
  const readStart = startReader(platform);
  const startOf = async (pid: number): Promise<string | undefined> => (exists(pid) ? await readStart(pid) : undefined);
  const started = await startOf(process.pid);
  if (started === undefined) throw unanswered();
  const self: ProcessMark = { pid: process.pid, started };
  return { self, startOf };
};

export const startReader = (platform: NodeJS.Platform): StartReader => {
  if (platform === 'linux') return startFromProc;
  return platform === 'win32' ? startFromPowerShell : startFromPs;
};

/** Signal 0 only asks. EPERM: it is there and belongs to somebody else. */
const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const startFromProc: StartReader = async (pid) => {
  try {
    const [stat, bootId] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    return parseProcStat(stat, bootId);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw unanswered(error);
  }
};

/**
 * `pid (comm) state ppid ...`, proc(5): the name may hold blanks and brackets, so counting starts behind the last one.
 * Field 22 is the start in clock ticks since boot, which alone would repeat after the next boot.
 */
export const parseProcStat = (stat: string, bootId: string): string | undefined => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const ticks = fields[19];
  return state === 'Z' || state === 'X' || ticks === undefined ? undefined : `${bootId.trim()} ${ticks}`;
};

/** macOS and the BSDs. */
const startFromPs: StartReader = async (pid) => {
  const args = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)];
  const { stdout, exitCode, failed } = await runSystemProgram('ps', args, deadlineMs);
  // ps exits with 1 when there is no such process.
  if (failed && exitCode !== 1) throw unanswered();
  return parsePs(stdout);
};

/** `Ss   Sat Nov 21 10:56:44 2026`. */
export const parsePs = (line: string): string | undefined => {
  const [, state, started] = /^(\S+)\s+(\S.*?)\s*$/m.exec(line) ?? [];
  return state === undefined || started === undefined || state.startsWith('Z')
    ? undefined
    : started.replace(/\s+/g, ' ');
};

/** wmic is gone from Windows 11, tasklist does not tell. */
const startFromPowerShell: StartReader = async (pid) => {
  const ask = `(Get-Process -Id ${pid} -ErrorAction SilentlyContinue).StartTime.ToFileTimeUtc()`;
  const args = ['-NoProfile', '-NonInteractive', '-Command', ask];
  const { stdout, failed } = await runSystemProgram('powershell', args, deadlineMs);
  const started = /^\d+$/.exec(stdout.trim())?.[0];
  // It may have ended while PowerShell was starting.
  if (started === undefined && failed && exists(pid)) throw unanswered();
  return started;
};

const unanswered = (cause?: unknown): AppError => new AppError('internal', { kind: 'process table' }, cause);
