import type { HandlersOf, Handlers, HostContext } from '../host-context.ts';

type Restored = HandlersOf<'restored'> & Pick<Handlers, 'backups.show-restored' | 'backups.copy-restored'>;

/** The backup that was saved to a folder last: a window never names a file. */
export const restoredCommands = ({ app, shell }: HostContext): Restored => ({
  'backups.show-restored': async () => {
    const last = await app.lastRestore();
    if (last) shell.showInFolder(last.restored.file);
    return null;
  },
  'backups.copy-restored': async () => {
    const last = await app.lastRestore();
    if (last) shell.copyText(last.restored.file);
    return null;
  },
  'restored.read': () => app.lastRestore(),
  'restored.tick': (input) => app.tickRestoreStep(input),
});
