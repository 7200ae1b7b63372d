import { runSystemProgram } from '../../adapters/system-programs.ts';
import type { Shell } from '../host-contract.ts';

/** Whether the desktop shows tray icons at all. */
export interface TrayHost {
  isThere(): boolean;
  dispose(): void;
}

type Questioner = 'gdbus' | 'dbus-send';

export interface TrayHostOptions {
  readonly platform: Shell['platform'];
  /** Told once when it came after us: an icon made before that is shown nowhere. */
  readonly onFound: () => void;
  /** Runs a program, gives its output; rejects when it is missing, fails or hangs. */
  readonly run?: (program: Questioner, args: readonly string[]) => Promise<string>;
  /** Milliseconds between two looks for one that is not there. */
  readonly lookAgainMs?: number;
}

const name = 'org.kde.StatusNotifierWatcher';
/** One of these is on every Linux desktop; both ask the session bus who owns a name. */
const questions: readonly (readonly [program: Questioner, ...args: string[]])[] = [
  [
    'gdbus',
    ...['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus'],
    ...['--method', 'org.freedesktop.DBus.NameHasOwner', name],
  ],
  [
    'dbus-send',
    ...['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'],
    ...['org.freedesktop.DBus.NameHasOwner', `string:${name}`],
  ],
];

/** A panel may come later than what starts at login, or with an extension that the user adds. Milliseconds. */
const usualLookAgainMs = 60_000;
const answerMs = 5_000;

/** macOS and Windows always have one. Linux desktops have one, or get it by an extension, or never (GNOME as it comes). */
export const openTrayHost = async (options: TrayHostOptions): Promise<TrayHost> => {
  const { platform, onFound, run = runProgram, lookAgainMs = usualLookAgainMs } = options;
  if (platform !== 'linux') return { isThere: () => true, dispose: () => undefined };
  let there = await ask(run);
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;
  const lookLater = (): void => {
    timer = setTimeout(() => void lookAgain(), lookAgainMs);
    timer.unref();
  };
  const lookAgain = async (): Promise<void> => {
    there = await ask(run);
    if (disposed) return;
    if (there) onFound();
    else lookLater();
  };
  if (!there) lookLater();
  return {
    isThere: () => there,
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
    },
  };
};

const ask = async (run: NonNullable<TrayHostOptions['run']>): Promise<boolean> => {
  for (const [program, ...args] of questions) {
    try {
      return (await run(program, args)).includes('true');
    } catch {
      // Not installed, or no session bus: the next one may know.
    }
  }
  // Nobody to ask. Claiming that there is none would tell people with an icon that they have none.
  return true;
};

const runProgram = async (program: Questioner, args: readonly string[]): Promise<string> => {
  const { stdout, failed } = await runSystemProgram(program, args, answerMs);
  if (failed) throw new Error(program);
  return stdout;
};
