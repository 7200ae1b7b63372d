import { dialog, Notification } from 'electron';
import { shellWords as words } from '../shared/words/windows/shell.ts';
import type { Host, Shell } from './host-contract.ts';

const hint = 'stays-open';

/** Says once in the app's life that closing the window does not end it, as soon as there is something that goes on. On macOS nobody expects anything else. */
export const explainOnce = async (
  host: Pick<Host, 'state' | 'hintsGiven' | 'rememberHint'>,
  shell: Pick<Shell, 'platform' | 'hasTray'>,
): Promise<void> => {
  if (shell.platform === 'darwin' || host.hintsGiven().includes(hint)) return;
  if (host.state.current().status.safety === 'not-set-up') return;
  const { title, inTray, withoutTray } = words.staysOpen;
  const body = shell.hasTray() ? inTray : withoutTray;
  const box = (): void => {
    void dialog.showMessageBox({ type: 'info', message: title, detail: body, buttons: [words.ok] });
  };
  if (Notification.isSupported()) {
    const notice = new Notification({ title, body, silent: true });
    // Desktops without a notification service say so only here.
    notice.on('failed', box);
    notice.show();
  } else box();
  await host.rememberHint(hint);
};
