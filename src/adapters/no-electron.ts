/**
 * Stands in for the module `electron` outside Electron (terminal, tests). electron-store imports it for defaults that
 * we never use: it is always given an absolute folder.
 */
const electron = { app: undefined, ipcMain: undefined, shell: undefined };
// electron-store reads the default export, so this file has one although the house style forbids them.
export default electron;
