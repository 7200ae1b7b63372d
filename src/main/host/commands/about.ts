import type { HandlersOf, HostContext } from '../host-context.ts';
import { aboutText, readAbout } from '../versions.ts';

export const aboutCommands = ({
  shell,
  rcloneLock,
}: Pick<HostContext, 'shell' | 'rcloneLock'>): HandlersOf<'about'> => ({
  'about.read': () => readAbout(shell.version, rcloneLock),
  'about.copy': async () => {
    shell.copyText(aboutText(await readAbout(shell.version, rcloneLock)));
    return null;
  },
});
