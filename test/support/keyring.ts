import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { untilAnswered } from '../../scripts/desktop-session.mjs';

/** `no-bus`: a server without a desktop, where nothing answers for the Secret Service. */
export type KeyringState = 'unlocked' | 'locked' | 'no-bus';

export interface KeyringSession {
  readonly env?: Readonly<Record<string, string>>;
  /** Run with the keyring still unlocked before it is locked, e.g. to store the item that must then be out of reach. */
  readonly before?: readonly string[];
  /** Milliseconds for all of it. Default: a minute. */
  readonly limitMs?: number;
  /** HOME of the session, to find its keyring again in a later one; otherwise an empty one that is removed. */
  readonly home?: string;
}

export interface KeyringRun {
  readonly stdout: string;
  /** Includes what dbus-daemon says, e.g. "Failed to set fd limit", which is harmless. */
  readonly stderr: string;
  /** 128 + signal when the command was killed. */
  readonly exitCode: number | undefined;
}

const LIMIT_MS = 60_000;
const PASSWORD = 'keyring of a test';
const LOCK = [
  'dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets',
  'org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null',
].join(' ');
/** `$0` is the keyring's password, `$1` the number of words of `before`; these follow, then the command's. */
const UNLOCK = `printf %s "$0" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && ${untilAnswered}`;
const OWN_SESSION = /^(DBUS_|GNOME_KEYRING_|XDG_|DISPLAY$|WAYLAND_DISPLAY$|HOME$)/;

/** What {@link runWithKeyring} lacks on this computer, as the `what` of `needs()`; undefined when all is there. */
export function missingKeyringPart(): string | undefined {
  if (process.platform !== 'linux') return 'Linux with gnome-keyring';
  for (const program of ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon']) {
    if (execaSync('sh', ['-c', 'command -v "$0"', program], { reject: false }).exitCode !== 0) {
      return `${program} (apt-get install dbus gnome-keyring)`;
    }
  }
  try {
    createRequire(import.meta.url)('keytar');
    return undefined;
  } catch {
    return 'keytar (apt-get install libsecret-1-dev pkg-config g++ make python3, then npm ci)';
  }
}

/**
 * Runs a command in a desktop session of its own: D-Bus, gnome-keyring-daemon and HOME belong to this call and end with
 * it, the user's keyring stays out of sight. No prompt can appear, so unlocking on demand is always refused.
 */
export async function runWithKeyring(
  state: KeyringState,
  command: readonly string[],
  session: KeyringSession = {},
): Promise<KeyringRun> {
  const home = session.home ?? (await mkdtemp(join(tmpdir(), 'keyring-')));
  try {
    const [file = '', ...args] = sessionCommand(state, command, session.before ?? ['true']);
    const { stdout, stderr, exitCode } = await execa(file, args, {
      env: { ...outerEnvironment(), HOME: home, XDG_RUNTIME_DIR: home, ...session.env },
      extendEnv: false,
      reject: false,
      timeout: session.limitMs ?? LIMIT_MS,
      stdin: 'ignore',
    });
    return { stdout, stderr, exitCode };
  } finally {
    if (session.home === undefined) await rm(home, { recursive: true, force: true });
  }
}

function sessionCommand(state: KeyringState, command: readonly string[], before: readonly string[]): readonly string[] {
  if (state === 'no-bus') return command;
  const lock = state === 'locked' ? ` && "\${@:2:$1}" && ${LOCK}` : '';
  const script = `${UNLOCK}${lock} && shift $(($1 + 1)) && exec "$@"`;
  return ['dbus-run-session', '--', 'bash', '-c', script, PASSWORD, String(before.length), ...before, ...command];
}

function outerEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || OWN_SESSION.test(name) ? [] : [[name, value]],
    ),
  );
}
