import type { Settings } from '../../src/core/settings/schema.ts';
import type { SettingsAccess } from '../../src/core/settings/settings.ts';
import type { Cell } from '../../src/core/state/json-file.ts';

/** A small file that is none. */
export const inMemory = <T>(first: T): Cell<T> => {
  let value = first;
  return {
    read: () => Promise.resolve(value),
    update: (change) => Promise.resolve((value = change(value))),
  };
};

/** Settings that are in no file, and checked by nobody. */
export const settingsInMemory = (first: Settings): SettingsAccess => {
  const cell = { current: first };
  return {
    get current() {
      return cell.current;
    },
    load: () => Promise.resolve(cell.current),
    update: (change) => Promise.resolve((cell.current = change(cell.current))),
  };
};
