import { spawnSync } from 'node:child_process';

/** A screen, a bus and an unlocked keyring on a Linux without a desktop; all of them end with the command. */

/**
 * Shell: until the Secret Service is on the bus. Its daemon gets there a moment after its command has ended; a program that asks
 * earlier makes the bus start a second one, which is locked, and whose question nobody sees.
 */
export const untilAnswered = `answered=
for _ in $(seq 200); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \\
    string:org.freedesktop.secrets | grep -q 'boolean true' && answered=yes && break
  sleep 0.1
done
[ -n "$answered" ] || { echo 'The keyring of this session did not answer within 20 s.' >&2; exit 1; }`;

/** The keyring's password is empty. */
const unlock = `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
${untilAnswered}
exec "$@"`;
const screen = ['xvfb-run', '-a', '-s', '-screen 0 1400x1000x24'];

/** @returns {readonly string[]} Debian packages that such a session, and the tests in it, lack on this computer */
export const missingSessionParts = () => {
  if (process.platform !== 'linux') return [];
  const has = (/** @type {string} */ program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const python = spawnSync('/usr/bin/python3', ['-c', 'import dbus, gi']).status === 0;
  return [
    ...(has('xvfb-run') ? [] : ['xvfb', 'xauth']),
    ...(has('dbus-run-session') ? [] : ['dbus']),
    ...(has('gnome-keyring-daemon') ? [] : ['gnome-keyring']),
    ...(python ? [] : ['python3-dbus', 'python3-gi']),
  ];
};

/**
 * The command that runs this one in such a session; elsewhere than on Linux the desktop that is there has to do.
 *
 * @param {readonly string[]} command
 * @returns {[string, ...string[]]}
 */
export const inDesktopSession = (command) => {
  const session = [...screen, 'dbus-run-session', '--', 'bash', '-c', unlock, 'session'];
  const [file = '', ...args] = process.platform === 'linux' ? [...session, ...command] : command;
  return [file, ...args];
};

/**
 * What such a session sees of the computer: nothing but this folder.
 *
 * @param {string} home
 * @returns {Record<string, string>}
 */
export const sessionEnvironment = (home) =>
  process.platform === 'linux' ? { HOME: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: `${home}/.config` } : {};
