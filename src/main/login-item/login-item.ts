import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoginItemView } from '../../shared/contract/views.ts';
import { autostartFile, isSwitchedOff, programOf, withCommand } from './autostart-file.ts';
import type { DesktopPlatform } from '../../shared/vocabulary.ts';

/** Starts hidden: an icon, no window. */
const hiddenFlag = '--hidden';

/** What is used of Electron's `app`; its login items do not cover Linux (facts#start-at-login). */
export interface LoginItems {
  getLoginItemSettings(options?: { type?: 'mainAppService'; path?: string; args?: string[] }): {
    openAtLogin: boolean;
    /** macOS 13 and later. */
    status?: string;
    /** Windows: false when Task Manager has it switched off. */
    executableWillLaunchAtLogin?: boolean;
  };
  setLoginItemSettings(settings: {
    openAtLogin: boolean;
    type?: 'mainAppService';
    path?: string;
    args?: string[];
    enabled?: boolean;
  }): void;
}

export interface LoginItemOptions {
  readonly platform: DesktopPlatform;
  readonly app: LoginItems;
  /** What starts the app: its program, and before packaging the folder of the app. */
  readonly command: readonly [string, ...string[]];
  readonly packaged: boolean;
  /** `$XDG_CONFIG_HOME` or `~/.config`. */
  readonly configHome: string;
}

export interface LoginItem {
  /** As the system answers now. */
  read(): LoginItemView;
  /** Gives back what became of it: a system may refuse without a word. */
  set(enabled: boolean): LoginItemView;
  /** The app may have moved since (an AppImage is a file that people move): an entry that starts nothing any more names it anew. */
  renew(): void;
}

export const openLoginItem = (options: LoginItemOptions): LoginItem => {
  const { platform, packaged } = options;
  if (platform === 'linux') return linuxItem(options);
  // Before packaging this would register Electron itself.
  if (!packaged) return { read: () => unsupported, set: () => unsupported, renew: nothing };
  return platform === 'darwin' ? macItem(options.app) : windowsItem(options);
};

const nothing = (): void => undefined;
const unsupported: LoginItemView = { supported: false, enabled: false, refused: false };

const macItem = (app: LoginItems): LoginItem => {
  const type = 'mainAppService' as const;
  const read = (): LoginItemView => {
    const { status, openAtLogin } = app.getLoginItemSettings({ type });
    const enabled = status === undefined ? openAtLogin : status === 'enabled';
    return { supported: true, enabled, refused: status === 'requires-approval' };
  };
  return {
    read,
    set: (enabled) => {
      app.setLoginItemSettings({ openAtLogin: enabled, type });
      return read();
    },
    renew: nothing,
  };
};

const windowsItem = ({ app, command }: LoginItemOptions): LoginItem => {
  const [path, ...rest] = command;
  const entry = { path, args: [...rest, hiddenFlag] };
  const read = (): LoginItemView => {
    const { openAtLogin, executableWillLaunchAtLogin = openAtLogin } = app.getLoginItemSettings(entry);
    return {
      supported: true,
      enabled: executableWillLaunchAtLogin,
      refused: openAtLogin && !executableWillLaunchAtLogin,
    };
  };
  return {
    read,
    set: (enabled) => {
      app.setLoginItemSettings({ ...entry, openAtLogin: enabled, enabled });
      return read();
    },
    renew: nothing,
  };
};

const linuxItem = ({ command, configHome, packaged }: LoginItemOptions): LoginItem => {
  const file = join(configHome, 'autostart', 'ha-icloud-backup.desktop');
  const wanted = autostartFile([...command, hiddenFlag]);
  const read = (): LoginItemView => {
    const text = textOf(file);
    if (text === undefined) return { supported: true, enabled: false, refused: false };
    const off = isSwitchedOff(text);
    return { supported: true, enabled: !off, refused: off };
  };
  return {
    read,
    set: (enabled) => {
      try {
        if (enabled) {
          mkdirSync(dirname(file), { recursive: true });
          replaceFile(file, wanted);
        } else rmSync(file, { force: true });
      } catch {
        // Told by what is read back.
        return { ...read(), refused: enabled };
      }
      return read();
    },
    renew: () => {
      const text = textOf(file);
      const program = text === undefined ? undefined : programOf(text);
      // Another one that still works is another one's business: an installed app beside one that is only tried.
      if (!packaged || text === undefined || program === undefined || isSwitchedOff(text) || existsSync(program))
        return;
      try {
        replaceFile(file, withCommand(text, [...command, hiddenFlag]));
      } catch {
        // Not ours to write: it stays as the user made it.
      }
    },
  };
};

/** The old one or the new one, never half of either: half an entry starts nothing, or something else. */
const replaceFile = (file: string, text: string): void => {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or not for us to read: no login item either way.
    return undefined;
  }
};
