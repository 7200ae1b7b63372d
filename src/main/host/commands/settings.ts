import type { App } from '../../../core/app.ts';
import type { UserSettings } from '../../../shared/user-settings.ts';
import { pauseUntil } from '../pause-until.ts';
import type { Handlers, HostRoom } from '../host-room.ts';

type Names =
  | 'settings.read'
  | 'settings.change'
  | 'settings.adopt'
  | 'settings.release'
  | 'settings.other-computers'
  | 'settings.desktop'
  | 'settings.login-item'
  | 'pause'
  | 'resume'
  | 'updates.check';

export const settingsCommands = (room: HostRoom): Pick<Handlers, Names> => {
  const { app, shell, clock, background } = room;
  return {
    'settings.read': () => app.readSettings(),
    'settings.change': (patch) => app.changeSettings(patch),
    ...careCommands(app),
    'settings.other-computers': () => app.otherComputers(),
    'settings.desktop': async (change) => {
      await app.settings.update((current) => ({ ...current, desktop: { ...current.desktop, ...change } }));
      return null;
    },
    'settings.login-item': async ({ enabled }) => {
      // The system itself keeps it: a wish beside it would only be a second truth.
      await shell.setLoginItem(enabled);
      return null;
    },
    pause: async ({ for: length }) => {
      await app.changeSettings({ pausedUntil: pauseUntil(length, clock.now()).toISOString() });
      return null;
    },
    resume: async () => {
      await app.changeSettings({ pausedUntil: null });
      background.wake();
      return null;
    },
    // While builds are not signed nothing is looked up: the window links to the page of releases.
    'updates.check': () => Promise.resolve({ current: shell.version, newest: null }),
  };
};

/** One computer more or less in the list that the file has now: whoever asks may have an older one in view. */
export const careCommands = (
  app: Pick<App, 'settings' | 'readSettings'>,
): Pick<Handlers, 'settings.adopt' | 'settings.release'> => {
  const change = async (listOf: (ids: readonly string[]) => readonly string[]): Promise<UserSettings> => {
    await app.settings.update((current) => ({ ...current, adoptedComputers: [...listOf(current.adoptedComputers)] }));
    return await app.readSettings();
  };
  return {
    'settings.adopt': ({ id }) => change((ids) => [...new Set([...ids, id])]),
    'settings.release': ({ id }) => change((ids) => ids.filter((one) => one !== id)),
  };
};
