/** Characters that act on a terminal or turn the text beside them; legal in a file name, and a trap in a listing. */
const acting = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;
/** What Windows has other uses for: a colon writes into a hidden stream of another file. */
const forbidden = /[<>:"/\\|?*]/gu;
/** Windows drops these, and another file is written. */
const dropped = /[. ]+$/u;
/** Devices, with any ending. */
const reserved = /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00B9\u00B2\u00B3])(?= *(?:\.|$))/iu;

/**
 * The name that a file from a backup gets on this computer: its own where that is harmless, else with what would do harm as `%`
 * and hex digits. One name, not a path; `..` and the like do not get here.
 */
export const fileNameOn = (platform: NodeJS.Platform, name: string): string => {
  const quiet = name.replace(acting, escaped);
  if (platform !== 'win32') return quiet;
  return quiet
    .replace(forbidden, escaped)
    .replace(dropped, (end) => end.replace(/./gu, escaped))
    .replace(reserved, (device) => escaped(device.charAt(0)) + device.slice(1));
};

const escaped = (character: string): string =>
  [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Paths that are one file on this computer though they differ: macOS and Windows see no capitals and no Unicode forms. */
export const sameFileKey = (platform: NodeJS.Platform, path: string): string =>
  platform === 'win32' || platform === 'darwin' ? path.normalize('NFC').toLowerCase().toUpperCase() : path;
