/** `2026-11-21 05:12`, as Home Assistant wrote it: the same as in file names and on its own pages. */
export const formatWritten = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

/** `2026-11-21 05:12` in the reader's time zone, to the minute: the form in which it can be typed again. */
export const formatLocal = (iso: string): string => {
  const date = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
};
