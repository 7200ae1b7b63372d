/** The entry of a Linux desktop that starts the app at login, as the Desktop Entry Specification wants it. */
export const autostartFile = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=HA iCloud Backup',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=ha-icloud-backup',
    'Terminal=false',
    // The panel should be there before the icon looks for it.
    'X-GNOME-Autostart-Delay=20',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/** `Exec` has quoting rules of its own: quotes around what is not plain, a backslash before four characters, % doubled. */
const quoted = (part: string): string => {
  const text = part.replaceAll('%', '%%');
  // In a value of the file the backslash itself is escaped once more.
  return /^[\w@+=:,./%-]+$/.test(text) ? text : `"${text.replace(/[\\"`$]/g, '\\$&').replaceAll('\\', '\\\\')}"`;
};

/** A settings program of the desktop may have switched the entry off without removing it. */
export const isSwitchedOff = (text: string): boolean =>
  /^Hidden=true\s*$/m.test(text) || /^X-GNOME-Autostart-enabled=false\s*$/m.test(text);
