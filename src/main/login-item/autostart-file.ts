/** The entry of a Linux desktop that starts the app at login, as the Desktop Entry Specification wants it. */
export const autostartFile = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=HA iCloud Backup',
    execLine(command),
    'Icon=ha-icloud-backup',
    'Terminal=false',
    // The panel should be there before the icon looks for it.
    'X-GNOME-Autostart-Delay=20',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

const execLine = (command: readonly string[]): string => `Exec=${command.map(quoted).join(' ')}`;

/** The same entry for another command; whatever else stands in it is the user's. */
export const withCommand = (text: string, command: readonly string[]): string =>
  text.replace(/^Exec=.*$/m, () => execLine(command));

/** The program that an entry starts, by its whole path; undefined where somebody wrote it in a way of his own. */
export const programOf = (text: string): string | undefined => {
  const [, quotedPath, path = quotedPath] = /^Exec=(?:"(\/[^"\\]*)"|(\/[^\s"\\]*))/m.exec(text) ?? [];
  return path?.replaceAll('%%', '%');
};

/** `Exec` has quoting rules of its own: quotes around what is not plain, a backslash before four characters, % doubled. */
const quoted = (part: string): string => {
  const text = part.replaceAll('%', '%%');
  // In a value of the file the backslash itself is escaped once more.
  return /^[\w@+=:,./%-]+$/.test(text) ? text : `"${text.replace(/[\\"`$]/g, '\\$&').replaceAll('\\', '\\\\')}"`;
};

/** A settings program of the desktop may have switched the entry off without removing it. */
export const isSwitchedOff = (text: string): boolean =>
  /^Hidden=true\s*$/m.test(text) || /^X-GNOME-Autostart-enabled=false\s*$/m.test(text);
