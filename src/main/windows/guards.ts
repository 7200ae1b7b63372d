import { app, type Event, type Session } from 'electron';
import { appScheme, isAppUrl, serveApp } from './app-protocol.ts';

/**
 * Of the windows' session: our files and nothing else. No network, no permissions, no downloads, whatever a page was made
 * to run.
 */
export const guardSession = (session: Session, rendererDir: string): void => {
  session.protocol.handle(appScheme, serveApp(rendererDir));
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isAllowed(url) }));
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
};

/** `data:` is a picture in a style; the inspector, where it can be opened at all, brings pages of its own. */
const isAllowed = (url: string): boolean =>
  isAppUrl(url) || url.startsWith('data:image/') || (!app.isPackaged && url.startsWith('devtools://'));

const refuse = (event: Pick<Event, 'preventDefault'>): void => event.preventDefault();

/** Of every page there will ever be: it stays what it is, opens nothing and embeds nothing. */
export const guardContents = (): void => {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', refuse);
    contents.on('will-frame-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('will-attach-webview', refuse);
    // Peer connections ask no proxy, no session and no policy of the page: they get no address to talk to.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
};

/** Before `ready`. Chromium resolves no name at all: Home Assistant and Apple are spoken to by Node and by rclone. */
export const closeChromiumNetwork = (): void => {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
};
