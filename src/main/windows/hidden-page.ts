import { app, BrowserWindow, session, type WebContents } from 'electron';
import { AppError } from '../../core/errors/app-error.ts';
import { appScheme, pageUrl } from './app-protocol.ts';

/** Not `persist:`, so nothing of it touches the disk; no other window is in it. */
const partition = 'hidden-page';
/** Pages are small, and no picture or network is waited for. */
const deadlineMs = 30_000;

/** Countries whose printers have Letter in their tray. */
const letterCountries: ReadonlySet<string> = new Set(['US', 'CA', 'MX', 'CL', 'CO', 'CR', 'GT', 'PA', 'PH', 'VE']);

export const pageAsPdf = (html: string): Promise<Uint8Array> =>
  withPage(html, (contents) =>
    inTime(
      contents.printToPDF({
        pageSize: letterCountries.has(app.getLocaleCountryCode()) ? 'Letter' : 'A4',
        printBackground: true,
      }),
    ),
  );

/** False: the user closed the dialog. */
export const printPage = (html: string): Promise<boolean> =>
  withPage(
    html,
    (contents) =>
      new Promise((resolve, reject) => {
        contents.print({}, (isDone, reason) => {
          if (isDone) resolve(true);
          else if (/cancel/i.test(reason)) resolve(false);
          else reject(new AppError('restore.not-printed', reason === '' ? {} : { reason }));
        });
      }),
  );

/**
 * The page may have a key on it: it goes by memory alone to a process of its own, which has no script, no bridge and no network,
 * and is gone afterwards.
 */
const withPage = async <T>(html: string, use: (contents: WebContents) => Promise<T>): Promise<T> => {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { partition, sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  });
  try {
    await load(window, html);
    return await use(window.webContents);
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('restore.not-printed', {}, error);
  } finally {
    window.destroy();
  }
};

/** What answers for the page holds it, and with it the key: it is gone as soon as the page is there, or will not be. */
const load = async (window: BrowserWindow, html: string): Promise<void> => {
  const { protocol } = session.fromPartition(partition);
  // Each session begins with the files of the windows there (guards.ts); a second one to answer is refused.
  if (protocol.isProtocolHandled(appScheme)) protocol.unhandle(appScheme);
  protocol.handle(appScheme, () => Promise.resolve(new Response(html, { headers: pageHeaders })));
  try {
    await inTime(window.loadURL(pageUrl('index')));
  } finally {
    protocol.unhandle(appScheme);
  }
};

const pageHeaders = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('restore.not-printed', {})), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
