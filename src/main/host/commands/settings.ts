import type { App } from '../../../core/app.ts';
import { withValues } from '../../../core/settings/file-shape.ts';
import { desktopSettings } from '../../../shared/settings/table.ts';
import type { UserSettings } from '../../../shared/user-settings.ts';
import { pauseUntil } from '../pause-until.ts';
import type { Handlers, HandlersOf, HostContext } from '../host-context.ts';

export const settingsCommands = (
  context: HostContext,
): Omit<HandlersOf<'settings' | 'pause' | 'resume'>, 'settings.remove-from-computer'> => {
  const { app, shell, clock, scheduler } = context;
  return {
    'settings.read': () => app.readSettings(),
    'settings.change': (patch) => app.changeSettings(patch),
    'settings.confirm': () => app.confirmSettings(),
    ...careCommands(app),
    'settings.other-computers': () => app.otherComputers(),
    'settings.desktop': async (change) => {
      await app.settings.update((current) => withValues(desktopSettings, current, change));
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
      scheduler.wantCheck();
      return null;
    },
  };
};

/** One computer more or less in the list that the file has now: the window that asks may show an older one. */
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
