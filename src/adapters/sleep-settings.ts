import { runSystemProgram } from './system-programs.ts';

/** Minutes; null: never; undefined: not told. */
type SleepAfter = number | null | undefined;

const timeoutMs = 10_000;

const minutesOf = (minutes: number): SleepAfter => {
  if (!Number.isFinite(minutes)) return undefined;
  return minutes === 0 ? null : minutes;
};

/** `pmset -g custom`: a section for each source of power; of a Mac without a battery there is one alone. */
export const parsePmset = (text: string): SleepAfter => {
  const [, plugged = ''] = text.split(/^AC Power:$/m);
  const [own = ''] = plugged.split(/^\S/m);
  const [, minutes] = /^\s+sleep\s+(\d{1,6})\b/m.exec(own) ?? [];
  return minutes === undefined ? undefined : minutesOf(Number(minutes));
};

/** `powercfg /query … STANDBYIDLE`: in the language of the system, but its last two numbers are the seconds with and without a plug. */
export const parsePowercfg = (text: string): SleepAfter => {
  const numbers = [...text.matchAll(/0x([0-9a-f]{8})\s*$/gim)].map(([, hex = '']) => Number.parseInt(hex, 16));
  const seconds = numbers.at(-2);
  return seconds === undefined ? undefined : minutesOf(Math.ceil(seconds / 60));
};

/** When this computer sleeps while it is plugged in and nobody uses it (facts#sleep-settings). On Linux each desktop decides: not told. */
export const readSleepAfter = async (platform: NodeJS.Platform = process.platform): Promise<SleepAfter> => {
  if (platform === 'darwin') return parsePmset((await runSystemProgram('pmset', ['-g', 'custom'], timeoutMs)).stdout);
  if (platform !== 'win32') return undefined;
  const query = ['/query', 'SCHEME_CURRENT', 'SUB_SLEEP', 'STANDBYIDLE'];
  return parsePowercfg((await runSystemProgram('powercfg', query, timeoutMs)).stdout);
};
