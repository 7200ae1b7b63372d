import { dialog, Notification } from 'electron';
import type { Host, Shell } from './host-contract.ts';
import { messages } from '../messages/messages.ts';

const hint = 'stays-open';

/** Says once in the app's life that closing the window does not end it, as soon as there is something that goes on. */
export const explainOnce = async (
  host: Pick<Host, 'state' | 'hintsGiven' | 'rememberHint'>,
  shell: Pick<Shell, 'platform' | 'hasTray'>,
): Promise<void> => {
  // On macOS nobody expects anything else, as long as the icon is to be seen.
  const isMac = shell.platform === 'darwin';
  if ((isMac && shell.hasTray()) || host.hintsGiven().includes(hint)) return;
  if (host.state.current().status.safety === 'not-set-up') return;
  const { title, inTray, hiddenByMac, withoutTray } = messages.shell.staysOpen;
  const body = shell.hasTray() ? inTray : isMac ? hiddenByMac : withoutTray;
  const box = (): void => {
    void dialog.showMessageBox({ type: 'info', message: title, detail: body, buttons: [messages.shell.ok] });
  };
  if (Notification.isSupported()) {
    const notice = new Notification({ title, body, silent: true });
    // Desktops without a notification service say so only here.
    notice.on('failed', box);
    notice.show();
  } else box();
  await host.rememberHint(hint);
};
