import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { channels, type Bridge } from '../shared/contract/bridge.ts';
import type { WindowState } from '../shared/contract/views.ts';

/** Everything a page can reach of the app. What it sends is checked in main; nothing of Electron gets through. */
const bridge: Bridge = {
  command: (name, input) => ipcRenderer.invoke(channels.command, name, input),
  // A page that could name the path itself could have any file of this computer opened.
  offer: (file, count) => ipcRenderer.invoke(channels.offer, webUtils.getPathForFile(file), count),
  snapshot: () => ipcRenderer.invoke(channels.snapshot),
  onState: (listener) => {
    // The event would hand the page a sender of its own.
    const hear = (_event: IpcRendererEvent, state: WindowState): void => listener(state);
    ipcRenderer.on(channels.state, hear);
    return () => void ipcRenderer.off(channels.state, hear);
  },
};

contextBridge.exposeInMainWorld('haBackup', Object.freeze(bridge));
