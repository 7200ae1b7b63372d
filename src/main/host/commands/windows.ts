import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { AppError } from '../../../core/errors/app-error.ts';
import { candidateUrls, isPublic } from '../../../core/home-assistant/address.ts';
import type { Place } from '../../../shared/contract/places.ts';
import { projectPage } from '../../../shared/project-page.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';
import { destinationOf } from '../places.ts';

export const windowCommands = (context: HostContext): HandlersOf<'notice' | 'open' | 'window' | 'app'> => {
  const { shell, state, talk } = context;
  return {
    'notice.dismiss': ({ id }) => {
      state.dispatch({ type: 'notice-dismissed', id });
      return Promise.resolve(null);
    },
    open: async ({ place, home }) => {
      await open(context, place, home);
      return null;
    },
    'window.show': ({ page }) => {
      state.dispatch({ type: 'route', page });
      shell.showWindow(page);
      return Promise.resolve(null);
    },
    'window.show-prompt': () => {
      talk.renew();
      shell.showPrompt();
      return Promise.resolve(null);
    },
    // Which window asks is known where its message arrives: there it is closed.
    'window.close': () => Promise.resolve(null),
    'app.quit': () => {
      shell.quit();
      return Promise.resolve(null);
    },
  };
};

/** A window must not lead the browser to just any address: the host's name alone could carry something out. */
const addressOf = (typed: string, announced: ReadonlySet<string>): string | undefined => {
  const urls = candidateUrls(typed);
  // For a browser, without a token: a home has its page there far more often than behind a certificate.
  const url = urls.find((each) => each.startsWith('http:')) ?? urls[0];
  if (url === undefined || announced.has(url)) return url;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return isPublic(host) ? undefined : url;
};

const open = async (
  { app, shell, state, logsDir, dataDir, resourcesDir, announced }: HostContext,
  place: Place,
  typed: string | undefined,
): Promise<void> => {
  const { instances, baseFolder } = app.settings.current;
  const [instance] = instances;
  const { platform } = shell;
  // Before the first connection the person has to get to the page where tokens are made.
  const isFirst = instance === undefined && place === 'home-assistant-token' && typed !== undefined;
  const homeUrl = isFirst ? addressOf(typed, announced) : instance?.url;
  const updatePage = state.current().update?.page;
  const facts = {
    platform,
    home: homedir(),
    homeUrl,
    baseFolder,
    logsDir,
    dataDir,
    resourcesDir,
    projectPage,
    updatePage,
  };
  const target = destinationOf(place, facts);
  if (target.kind === 'unknown') throw new AppError(target.because, { place });
  if (target.kind === 'web') await shell.openExternal(target.url, homeUrl);
  else if (target.kind === 'login-items') await shell.openLoginItemSettings();
  else {
    const path = await firstFolder(target.paths);
    if (path !== undefined) await shell.openPath(path);
    else if (target.otherwise !== undefined) await shell.openExternal(target.otherwise);
    else throw new AppError('disk.failed', { system: 'ENOENT' });
  }
};

const firstFolder = async (paths: readonly string[]): Promise<string | undefined> => {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) return path;
  }
  return undefined;
};
