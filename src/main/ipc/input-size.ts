/** Far more than the largest form of a window, with an emergency kit in it, and far less than would be felt. Characters, with some for each value. */
const most = 80 * 1024;
const perValue = 16;

/**
 * Whether an input is small enough to be looked at closely: schemas walk whatever they are given, to the end. Stops counting
 * as soon as it is too much, so loops in the input do not matter either.
 */
export const isSmall = (input: unknown): boolean => {
  const waiting: unknown[] = [input];
  let size = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    size += perValue;
    if (typeof value === 'string') size += value.length;
    else if (ArrayBuffer.isView(value)) size += value.byteLength;
    else if (Array.isArray(value)) {
      if (size + value.length * perValue > most) return false;
      waiting.push(...(value as unknown[]));
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        size += key.length + perValue;
        if (size > most) return false;
        waiting.push((value as Record<string, unknown>)[key]);
      }
    }
    if (size > most) return false;
  }
  return true;
};
