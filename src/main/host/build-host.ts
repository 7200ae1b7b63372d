import { isCode, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import { toldWords } from '../../messages/told-home.ts';
import { commands, type CommandName, type CommandOutput, type ParsedInput } from '../../shared/contract/commands.ts';
import type { FileInHand } from '../../shared/contract/views.ts';
import type { Host, Transfer } from '../host-contract.ts';
import { Background } from './background.ts';
import { aboutCommands } from './commands/about.ts';
import { activityCommands } from './commands/activity.ts';
import { alarmCommands } from './commands/alarm.ts';
import { phoneCodeCommands } from './commands/phone-code.ts';
import { doctorCommands } from './commands/doctor.ts';
import { fileCommands } from './commands/file.ts';
import { backUpNow, backupCommands } from './commands/backups.ts';
import { icloudCommands } from './commands/icloud.ts';
import { keyCommands } from './commands/keys.ts';
import { sheetCommands } from './commands/sheet.ts';
import { settingsCommands } from './commands/settings.ts';
import { setupCommands } from './commands/setup.ts';
import { windowCommands } from './commands/windows.ts';
import { hintsGiven, rememberHint } from './hints.ts';
import type { Handlers, HostParts, HostContext } from './host-context.ts';
import { InHand } from './in-hand.ts';
import { Jobs } from './jobs.ts';
import { MovedSearch } from './moved-search.ts';
import type { HostEvent, HostState } from './reducer.ts';
import { withoutOwnPid } from './strip-own-pid.ts';
import { readFacts, Refresher } from './refresher.ts';
import { Scheduler } from './scheduler.ts';
import { SignInFlow } from './sign-in-flow.ts';
import { offerOf } from './sign-in-view.ts';
import { ReducedState } from './state-hub.ts';
import { UpdateCheck } from './update-check.ts';

/** A host over whatever app it is given. */
export const buildHost = async (parts: HostParts): Promise<Host> => new BuiltHost(parts, await firstState(parts));

const firstState = async ({ app, shell, releases }: HostParts): Promise<HostState> => {
  const { hasTray, ...facts } = await readFacts({ app, shell, releases });
  const { status } = facts;
  return {
    app: { version: shell.version, platform: shell.platform, hasTray },
    ...facts,
    held: { byBattery: false, byKeychain: null },
    failedOrder: null,
    running: null,
    search: null,
    moved: null,
    doctor: null,
    signIn: offerOf(status),
    update: null,
    notices: [],
    route: { page: status.safety === 'not-set-up' ? 'setup' : 'home', asked: 0 },
  };
};

class BuiltHost implements Host {
  readonly state: ReducedState;
  readonly #context: HostContext;
  readonly #handlers: Handlers;
  readonly #end = new AbortController();
  #onBattery = false;
  #clock: NodeJS.Timeout | undefined;
  #updates: Promise<void> | undefined;
  #telling: Promise<unknown> | undefined;
  #disposed: Promise<void> | undefined;

  constructor(parts: HostParts, first: HostState) {
    this.state = new ReducedState(first);
    this.#context = contextOf(parts, this.state, this.#end.signal, {
      onRead: () => this.#follow(),
      onSignedIn: () => this.#backUpWaiting(),
    });
    this.#handlers = handlersOf(this.#context);
  }

  async handle<Name extends CommandName>(name: Name, input: ParsedInput<Name>): Promise<CommandOutput<Name>> {
    const handler: (given: ParsedInput<Name>) => Promise<CommandOutput<Name>> = this.#handlers[name];
    throwIfCancelled(this.#end.signal);
    try {
      return await handler(input);
    } catch (error) {
      throw withoutOwnPid(toAppError(error));
    } finally {
      if (commands[name].changes && !this.#end.signal.aborted) await this.#context.refresh();
    }
  }

  start(): void {
    const { background, refresh, timings } = this.#context;
    background.start();
    this.#clock ??= setInterval(() => void refresh(), timings.refresh);
    this.#clock.unref();
    this.#updates ??= checkUpdates(this.#context);
    this.#telling ??= Promise.all([tellHome(this.#context), askOnPhone(this.#context, () => this.#backUpWaiting())]);
  }

  suspend(): void {
    this.#context.background.suspend();
  }

  resume(): void {
    this.#context.background.resume();
    void this.#context.refresh();
  }

  setOnBattery(onBattery: boolean): void {
    this.#onBattery = onBattery;
    this.#context.background.setOnBattery(onBattery);
    this.#power();
  }

  transfer(): Transfer | undefined {
    return this.#context.jobs.transfer;
  }

  offer(path: unknown, count: unknown): Promise<FileInHand> {
    return this.#context.inHand.offer(path, count);
  }

  setNotices(notices: Parameters<Host['setNotices']>[0]): void {
    this.state.dispatch({ type: 'notices', notices });
  }

  hintsGiven(): readonly string[] {
    return hintsGiven(this.#context.app);
  }

  async rememberHint(id: string): Promise<void> {
    await rememberHint(this.#context.app, id);
  }

  dispose(): Promise<void> {
    return (this.#disposed ??= this.#endAll());
  }

  async #endAll(): Promise<void> {
    const { background, scheduler, talk, timings, logger } = this.#context;
    this.#end.abort();
    clearInterval(this.#clock);
    this.state.close();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), timings.dispose);
    });
    const work = Promise.allSettled([
      background.dispose(),
      scheduler.end(),
      talk.dispose(),
      this.#updates,
      this.#telling,
    ]);
    if ((await Promise.race([work, deadline])) === 'late') logger.warn('ended without waiting any longer');
    clearTimeout(timer);
  }

  #follow(): void {
    this.#context.talk.follow();
    this.#context.movedSearch.follow();
    this.#power();
  }

  #power(): void {
    const { app, background } = this.#context;
    background.setPowered(!(this.#onBattery && app.settings.current.desktop.pauseOnBattery));
  }

  /** During the set-up its pages lead on; later what waited for the sign-in goes up at once, unless the user paused. */
  #backUpWaiting(): void {
    const { background, logger, refresh, scheduler } = this.#context;
    background.reconsider();
    if (!background.mayBegin || scheduler.isBusy) return;
    backUpNow(this.#context, false, [])
      .catch((error: unknown) => {
        if (!isCode(error, 'sync.cancelled')) logger.warn('run after sign-in failed', { code: toAppError(error).code });
      })
      .finally(() => void refresh());
  }
}

/** Beside everything else: no run waits for it. */
const tellHome = async ({ app, logger, state, signal }: HostContext): Promise<void> => {
  const wish = {
    words: toldWords(),
    activity: () => state.current().running?.activity ?? null,
    onChange: (listener: () => void) => state.subscribe(listener),
  };
  await app.keepTellingHome(wish, signal).catch((error: unknown) => {
    logger.error('telling ended', { code: toAppError(error).code });
  });
};

/** Apple's code, where the user chose a phone for it. */
const askOnPhone = async (
  { app, logger, refresh, scheduler, signal }: HostContext,
  onDone: () => void,
): Promise<void> => {
  const hold = async (): Promise<() => void> => {
    const turn = scheduler.ask('sign-in');
    await turn.begun();
    return () => turn.end();
  };
  const onSignedIn = (): void => void refresh().then(onDone);
  await app.keepPhoneCode({ words: toldWords, hold, onSignedIn }, signal).catch((error: unknown) => {
    logger.error('phones not asked any more', { code: toAppError(error).code });
  });
};

const checkUpdates = async ({ app, shell, clock, logger, releases, state, signal }: HostContext): Promise<void> => {
  if (!releases) return;
  const check = new UpdateCheck({
    releases,
    version: shell.version,
    isWanted: () => app.settings.current.desktop.checkUpdates,
    clock,
    logger,
    onFound: (update) => state.dispatch({ type: 'update', update }),
  });
  await check.run(signal);
};

interface Reactions {
  readonly onRead: () => void;
  readonly onSignedIn: () => void;
}

const contextOf = (
  parts: HostParts,
  state: ReducedState,
  signal: AbortSignal,
  { onRead, onSignedIn }: Reactions,
): HostContext => {
  const { app, clock, logger } = parts;
  const dispatch = (event: HostEvent): void => state.dispatch(event);
  const scheduler = new Scheduler();
  const jobs = new Jobs({ dispatch, now: () => clock.now(), scheduler });
  const { refresh } = new Refresher({ ...parts, dispatch, onRead });
  const talk = new SignInFlow({
    app,
    view: () => state.current().signIn,
    publish: (view) => dispatch({ type: 'sign-in', view }),
    status: () => state.current().status,
    refresh,
    scheduler,
    onDone: onSignedIn,
    logger,
  });
  const background = new Background({ ...parts, scheduler, jobs, dispatch, refresh });
  const movedSearch = new MovedSearch({ app, logger, dispatch, signal, status: () => state.current().status });
  const inHand = new InHand();
  return {
    ...parts,
    state,
    scheduler,
    jobs,
    background,
    talk,
    movedSearch,
    announced: new Set(),
    inHand,
    refresh,
    signal,
  };
};

const handlersOf = (context: HostContext): Handlers => ({
  ...setupCommands(context),
  ...icloudCommands(context),
  ...backupCommands(context),
  ...fileCommands(context),
  ...keyCommands(context),
  ...sheetCommands(context),
  ...settingsCommands(context),
  ...aboutCommands(context),
  ...activityCommands(context),
  ...doctorCommands(context),
  ...alarmCommands(context),
  ...phoneCodeCommands(context),
  ...windowCommands(context),
});
