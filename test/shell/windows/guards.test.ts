import { beforeEach, expect, it, vi } from 'vitest';
import { closeChromiumNetwork, guardContents, guardSession } from '../../../src/main/windows/guards.ts';
import { app, BrowserWindow, done, FakeSession } from '../electron-fake.ts';

beforeEach(() => {
  done.length = 0;
  app.isPackaged = true;
  app.removeAllListeners();
});

const guarded = (): FakeSession => {
  const session = new FakeSession();
  guardSession(session as never, '/renderer');
  return session;
};

const isCancelled = (session: FakeSession, url: string): boolean => {
  let cancelled = false;
  session.decide?.({ url }, ({ cancel }) => (cancelled = cancel));
  return cancelled;
};

it.each([
  ['app://bundle/index.html', false],
  ['data:image/png;base64,AAAA', false],
  ['app://other/index.html', true],
  ['data:text/html,hello', true],
  ['https://example.com/', true],
  ['http://127.0.0.1:8123/', true],
  ['ws://127.0.0.1/', true],
  ['file:///etc/passwd', true],
  ['blob:app://bundle/1', true],
  ['devtools://devtools/bundled/inspector.html', true],
])('a request for %s is cancelled: %s', (url, expected) => {
  expect(isCancelled(guarded(), url)).toBe(expected);
});

it('the inspector gets its own pages before packaging', () => {
  app.isPackaged = false;
  expect(isCancelled(guarded(), 'devtools://devtools/bundled/inspector.html')).toBe(false);
});

it('grants nothing, whatever is asked for', () => {
  const session = guarded();
  const granted: boolean[] = [];
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid']) {
    session.request?.({}, permission, (answer) => granted.push(answer));
  }
  expect(granted).toEqual(Array.from({ length: 6 }, () => false));
  expect([session.check?.(), session.device?.()]).toEqual([false, false]);
});

it('downloads nothing', () => {
  const event = { preventDefault: vi.fn() };
  guarded().emit('will-download', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
});

it('answers its own scheme', () => {
  expect([...guarded().schemes.keys()]).toEqual(['app']);
});

it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('refuses %s', (name) => {
  guardContents();
  const { webContents } = new BrowserWindow({});
  const event = { preventDefault: vi.fn() };
  webContents.emit(name, event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
});

it('opens no window and lets no peer connection out', () => {
  guardContents();
  const { webContents } = new BrowserWindow({});
  expect(webContents.openHandler?.()).toEqual({ action: 'deny' });
  expect(done).toContain('webrtc disable_non_proxied_udp');
});

it('Chromium resolves no names', () => {
  closeChromiumNetwork();
  expect(done).toContain('switch host-resolver-rules=MAP * ~NOTFOUND');
});
