import type { HomeOffer } from '../../../shared/home-offers.ts';
import type { HomeImproved, LogoutResult } from '../../../shared/status.ts';
import type { LogoutWhat } from '../../../shared/vocabulary.ts';
import { HomeSignIn } from '../home-sign-in.ts';
import { forgetHint, sheetHint } from '../hints.ts';
import type { Handlers, HandlersOf, HostContext } from '../host-context.ts';

export const setupCommands = (
  context: HostContext,
): HandlersOf<'setup'> & Pick<Handlers, 'settings.remove-from-computer'> => {
  const { app, shell, jobs, background, redactor, scheduler, state, announced, movedSearch, signal } = context;
  const page = () => state.current().route.page;
  const homeSignIn = new HomeSignIn({ app, shell, jobs, page, signal });
  return {
    'setup.find-homes': async () => {
      const homes = await app.findHomes(signal);
      for (const { url } of homes) announced.add(url);
      return homes;
    },
    'setup.find-moved': () => movedSearch.search(),
    'setup.move': async (input) => {
      const found = await jobs.run('connect', (cancel) => app.moveHome(input, cancel));
      background.reconsider();
      scheduler.wantCheck();
      return found;
    },
    'setup.probe': (input) => app.probeHome(input, signal),
    'setup.connect': async (input) => {
      redactor.register(input.token);
      const found = await jobs.run('connect', (cancel) => app.setUp(input, cancel));
      background.reconsider();
      return found;
    },
    'setup.sign-in': async (input) => {
      const found = await homeSignIn.run(input);
      background.reconsider();
      return found;
    },
    'setup.improve-home': ({ offers }) => improveHome(context, offers),
    'setup.sign-in-cancel': () => {
      homeSignIn.cancel();
      return Promise.resolve(null);
    },
    'setup.check-secrets': () => app.checkSecretStore(),
    'setup.choose-ca-file': () => shell.chooseFile(),
    'setup.folder': async ({ folder, how }) => {
      await jobs.run('connect', (cancel) => app.changeFolder(folder, how, cancel));
      return null;
    },
    'setup.finish': () => {
      background.arm();
      return Promise.resolve(null);
    },
    'settings.remove-from-computer': ({ what }) => removeFromComputer(context, what),
  };
};

const removeFromComputer = async (context: HostContext, what: LogoutWhat): Promise<LogoutResult> => {
  const { app, shell, jobs, background, talk, state } = context;
  try {
    await background.hold();
    await talk.cancel();
    const result = await jobs.run('remove', (cancel) => app.logout(what, cancel));
    if (what !== 'all') return result;
    background.disarm();
    await shell.setLoginItem(false);
    state.dispatch({ type: 'route', page: 'setup' });
    return result;
  } finally {
    shell.closePrompt();
    background.reconsider();
  }
};

const improveHome = async ({ app, jobs }: HostContext, offers: readonly HomeOffer[]): Promise<HomeImproved> => {
  const improved = await jobs.run('connect', (cancel) => app.improveHome(offers, cancel));
  // A kit that was kept before has another key.
  if (offers.some(({ what }) => what === 'encryption')) await forgetHint(app, sheetHint);
  return improved;
};
