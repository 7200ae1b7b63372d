import { pauseUntil } from '../pause-until.ts';
import type { Handlers, HostRoom } from '../host-room.ts';

type Names =
  | 'settings.read'
  | 'settings.change'
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
