import { execa } from 'execa';
import { win32 } from 'node:path';

/**
 * The programs of the system that this one asks, each by its full path: a name alone would start whatever lies first in the
 * PATH, or on Windows in the folder where this program was started.
 */
export type SystemProgram = 'ps' | 'route' | 'arp' | 'powershell' | 'gdbus' | 'dbus-send' | 'pmset' | 'powercfg';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where each may be. More than one on Linux, where NixOS has none of the usual folders. */
const unixPaths = {
  ps: ['/bin/ps', '/usr/bin/ps'],
  route: ['/sbin/route'],
  arp: ['/usr/sbin/arp'],
  pmset: ['/usr/bin/pmset'],
  gdbus: ['/usr/bin/gdbus', '/run/current-system/sw/bin/gdbus'],
  'dbus-send': ['/usr/bin/dbus-send', '/run/current-system/sw/bin/dbus-send'],
} as const satisfies Partial<Record<SystemProgram, readonly string[]>>;

const windowsPaths = {
  route: ['System32', 'route.exe'],
  arp: ['System32', 'arp.exe'],
  powercfg: ['System32', 'powercfg.exe'],
  powershell: ['System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'],
} as const satisfies Partial<Record<SystemProgram, readonly string[]>>;

/** `SystemRoot` as Windows sets it. Anything but a folder at the root of a drive was set by somebody else. */
export const systemRootOf = (environment: Environment): string => {
  const given = environment['SystemRoot'] ?? environment['SYSTEMROOT'] ?? '';
  return /^[a-z]:\\[^\\/:*?"<>|]+\\?$/i.test(given) ? given.replace(/\\$/, '') : 'C:\\Windows';
};

const lookup = <T>(table: Readonly<Partial<Record<SystemProgram, T>>>, program: SystemProgram): T | undefined =>
  table[program];

/** Full paths of a program, the likeliest first; none where this system does not have it. */
export const pathsOf = (
  program: SystemProgram,
  platform: NodeJS.Platform,
  environment: Environment,
): readonly string[] => {
  if (platform !== 'win32') return lookup<readonly string[]>(unixPaths, program) ?? [];
  const below = lookup<readonly string[]>(windowsPaths, program);
  return below ? [win32.join(systemRootOf(environment), ...below)] : [];
};

/** What the desktop's bus is found by; the other programs need nothing of the user's. */
const forTheBus = ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'HOME'];

/** All that such a program is told of this one's environment: never a token, a password or a key. */
export const environmentOf = (
  program: SystemProgram,
  platform: NodeJS.Platform,
  environment: Environment,
): Readonly<Record<string, string>> => {
  if (platform === 'win32') {
    const root = systemRootOf(environment);
    // Without them PowerShell and the network's own libraries do not start.
    return { SystemRoot: root, windir: root, PATH: win32.join(root, 'System32') };
  }
  // UTC, or a change of the time zone would make every process look like another.
  const plain = { LC_ALL: 'C', TZ: 'UTC' };
  if (program !== 'gdbus' && program !== 'dbus-send') return plain;
  const bus = forTheBus.flatMap((name) =>
    environment[name] === undefined ? [] : [[name, environment[name]] as const],
  );
  return { ...plain, ...Object.fromEntries(bus) };
};

export interface SystemAnswer {
  readonly stdout: string;
  /** Undefined where it could not be started or was ended. */
  readonly exitCode: number | undefined;
  readonly failed: boolean;
}

/** Output far beyond what any of them has to tell is no answer. */
const longestOutput = 4 * 1024 ** 2;

/** Runs it and never rejects; one that is missing has failed. */
export const runSystemProgram = async (
  program: SystemProgram,
  args: readonly string[],
  timeoutMs: number,
  platform: NodeJS.Platform = process.platform,
): Promise<SystemAnswer> => {
  const env = environmentOf(program, platform, process.env);
  for (const path of pathsOf(program, platform, process.env)) {
    const { stdout, exitCode, failed, code } = await execa(path, args, {
      env,
      extendEnv: false,
      maxBuffer: longestOutput,
      reject: false,
      stdin: 'ignore',
      timeout: timeoutMs,
      windowsHide: true,
    });
    if (code !== 'ENOENT') return { stdout, exitCode, failed };
  }
  return { stdout: '', exitCode: undefined, failed: true };
};
