// Electron loads this before the app in `npm run dev` (`electron -r`), and never else: no package contains it. Windows are read
// again when watch-app.mjs says that their files are new.
process.on('message', (message) => {
  if (message !== 'reload') return;
  void import('electron').then(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.reloadIgnoringCache();
  });
});
