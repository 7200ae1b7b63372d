import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { messages } from '../../messages/messages.ts';

export interface WindowFacts {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  readonly dark: boolean;
  /** Not a release: the inspector may be opened. */
  readonly developing: boolean;
  /** Picture of the window in task bars; macOS takes the program's own. */
  readonly icon: string | undefined;
}

/** Keeps cookies, caches and permissions of the windows in memory: nothing of them is ever needed again. */
const windowPartition = 'windows';
/** The renderer's own ground colours (renderer/base/styles/tokens.css), so that a new window does not flash. */
const ground = { light: '#f4f4f6', dark: '#1b1b1e' } as const;

export const groundColour = (dark: boolean): string => (dark ? ground.dark : ground.light);

const common = ({ preload, dark, developing, icon }: WindowFacts): BrowserWindowConstructorOptions => ({
  // Shown once there is something to see.
  show: false,
  backgroundColor: groundColour(dark),
  autoHideMenuBar: true,
  ...(icon === undefined ? {} : { icon }),
  webPreferences: {
    preload,
    partition: windowPartition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // The dictionary would be downloaded.
    spellcheck: false,
    disableDialogs: true,
    devTools: developing,
  },
});

/** @param bounds - where it was last time, on a display that is still there; undefined: the middle */
export const mainWindowOptions = (
  facts: WindowFacts,
  bounds: Rectangle | undefined,
): BrowserWindowConstructorOptions => ({
  ...common(facts),
  title: messages.shell.product,
  width: 940,
  height: 700,
  // Half a small laptop's screen; pages reflow down to it.
  minWidth: 420,
  minHeight: 480,
  ...bounds,
});

/** Small, in the middle and on top, as a system's own question would be. */
export const promptWindowOptions = (facts: WindowFacts): BrowserWindowConstructorOptions => ({
  ...common(facts),
  webPreferences: { ...common(facts).webPreferences, enablePreferredSizeMode: true },
  title: messages.shell.promptTitle,
  width: 460,
  // Until its page says how high it is.
  height: 420,
  useContentSize: true,
  center: true,
  alwaysOnTop: true,
  resizable: false,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
});
