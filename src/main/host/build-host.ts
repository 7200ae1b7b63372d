import { isCode, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import type { CommandName, CommandOutput, ParsedInput } from '../../shared/contract/commands.ts';
import type { Host, Transfer } from '../host-contract.ts';
import { Background } from './background.ts';
import { activityCommands } from './commands/activity.ts';
import { backUpNow, backupCommands } from './commands/backups.ts';
import { icloudCommands } from './commands/icloud.ts';
import { settingsCommands } from './commands/settings.ts';
import { setupCommands } from './commands/setup.ts';
import { windowCommands } from './commands/windows.ts';
import type { Handlers, HostParts, HostRoom } from './host-room.ts';
import { Jobs } from './jobs.ts';
import { Lists } from './lists.ts';
import type { HostEvent, HostState } from './reducer.ts';
import { withoutOwnPid } from './own-run.ts';
import { readFacts, Refresher } from './refresher.ts';
import { SignInTalk } from './sign-in-talk.ts';
import { offerOf } from './sign-in-view.ts';
import { ReducedState } from './state-hub.ts';

/** A host over whatever app it is given. */
export const buildHost = async (parts: HostParts): Promise<Host> => new BuiltHost(parts, await firstState(parts));

const firstState = async ({ app, shell }: HostParts): Promise<HostState> => {
  const { hasTray, ...facts } = await readFacts({ app, shell });
  const { status } = facts;
  return {
    app: { version: shell.version, platform: shell.platform, hasTray },
    ...facts,
    held: { byBattery: false, byKeychain: null },
    running: null,
    signIn: offerOf(status),
    notices: [],
    route: { page: status.safety === 'not-set-up' ? 'setup' : 'home', asked: 0 },
  };
};

/** Commands after which everything is as before. */
const onlyShows: ReadonlySet<CommandName> = new Set<CommandName>([
  'setup.find-homes',
  'setup.choose-ca-file',
  'backups.list',
  'backups.show-restored',
  'retention.preview',
  'settings.read',
  'activity.read',
  'activity.log',
  'diagnostics.copy',
  'updates.check',
  'notice.dismiss',
  'open',
  'window.show',
  'window.show-prompt',
  'window.close',
  'app.quit',
]);

class BuiltHost implements Host {
  readonly state: ReducedState;
  readonly #room: HostRoom;
  readonly #handlers: Handlers;
  readonly #end = new AbortController();
  #onBattery = false;
  #clock: NodeJS.Timeout | undefined;
  #disposed: Promise<void> | undefined;

  constructor(parts: HostParts, first: HostState) {
    this.state = new ReducedState(first);
    this.#room = roomOf(parts, this.state, this.#end.signal, {
      onRead: () => this.#follow(),
      onSignedIn: () => this.#backUpWaiting(),
    });
    this.#handlers = handlersOf(this.#room);
  }

  async handle<Name extends CommandName>(name: Name, input: ParsedInput<Name>): Promise<CommandOutput<Name>> {
    const handler: (given: ParsedInput<Name>) => Promise<CommandOutput<Name>> = this.#handlers[name];
    throwIfCancelled(this.#end.signal);
    try {
      return await handler(input);
    } catch (error) {
      throw withoutOwnPid(toAppError(error));
    } finally {
      if (!onlyShows.has(name) && !this.#end.signal.aborted) await this.#room.refresh();
    }
  }

  start(): void {
    const { background, refresh, timings } = this.#room;
    background.start();
    this.#clock ??= setInterval(() => void refresh(), timings.refresh);
    this.#clock.unref();
  }

  suspend(): void {
    this.#room.jobs.breakOff();
    this.#room.background.suspend();
  }

  resume(): void {
    this.#room.background.resume();
    void this.#room.refresh();
  }

  setOnBattery(onBattery: boolean): void {
    this.#onBattery = onBattery;
    this.#power();
  }

  transfer(): Transfer | undefined {
    return this.#room.jobs.transfer;
  }

  setNotices(notices: Parameters<Host['setNotices']>[0]): void {
    this.state.dispatch({ type: 'notices', notices });
  }

  hintsGiven(): readonly string[] {
    return this.#room.app.settings.current.desktop.hintsGiven;
  }

  async rememberHint(id: string): Promise<void> {
    if (this.hintsGiven().includes(id)) return;
    await this.#room.app.settings.update((current) => ({
      ...current,
      desktop: { ...current.desktop, hintsGiven: withHint(current.desktop.hintsGiven, id) },
    }));
  }

  dispose(): Promise<void> {
    return (this.#disposed ??= this.#endAll());
  }

  async #endAll(): Promise<void> {
    const { background, jobs, talk, app, timings, logger } = this.#room;
    this.#end.abort();
    clearInterval(this.#clock);
    this.state.close();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), timings.dispose);
    });
    const work = Promise.allSettled([background.dispose(), jobs.cancelAll(), talk.dispose()]).then(() => app.close());
    if ((await Promise.race([work, deadline])) === 'late') logger.warn('ended without waiting any longer');
    clearTimeout(timer);
  }

  #follow(): void {
    this.#room.talk.follow();
    this.#power();
  }

  #power(): void {
    const { app, background } = this.#room;
    background.setPowered(!(this.#onBattery && app.settings.current.desktop.pauseOnBattery));
  }

  /** During the set-up its pages lead on; later what waited for the sign-in goes up at once, unless the user paused. */
  #backUpWaiting(): void {
    const { background, logger, refresh, jobs } = this.#room;
    background.reconsider();
    if (!background.mayBegin || jobs.isBusy) return;
    backUpNow(this.#room, false, [])
      .catch((error: unknown) => {
        if (!isCode(error, 'sync.cancelled')) logger.warn('run after sign-in failed', { code: toAppError(error).code });
      })
      .finally(() => void refresh());
  }
}

/** `stored <archive>`: of one kind only the newest is kept, or there would be an entry for every backup ever stored. */
const withHint = (given: readonly string[], id: string): string[] => {
  const kindOf = (hint: string): string => hint.split(' ', 1)[0] ?? '';
  return [...given.filter((hint) => kindOf(hint) !== kindOf(id)), id];
};

interface Reactions {
  readonly onRead: () => void;
  readonly onSignedIn: () => void;
}

const roomOf = (
  parts: HostParts,
  state: ReducedState,
  signal: AbortSignal,
  { onRead, onSignedIn }: Reactions,
): HostRoom => {
  const { app, shell, clock, logger } = parts;
  const dispatch = (event: HostEvent): void => state.dispatch(event);
  const onIdle = (): void => background.catchUp();
  const makeWay = async (): Promise<void> => {
    await Promise.all([background.makeWay(), lists.makeWay()]);
  };
  const jobs = new Jobs({ dispatch, now: () => clock.now(), makeWay, onIdle });
  const lists = new Lists({ makeWay: () => background.makeWay(), onIdle, signal });
  const { refresh } = new Refresher({ app, shell, logger, dispatch, onRead });
  const talk = new SignInTalk({
    app,
    view: () => state.current().signIn,
    publish: (view) => dispatch({ type: 'sign-in', view }),
    status: () => state.current().status,
    refresh,
    makeWay,
    onDone: onSignedIn,
    onQuiet: onIdle,
    logger,
  });
  const isTaken = (): boolean => talk.isTalking || lists.isBusy;
  const background = new Background({ ...parts, jobs, dispatch, refresh, isTaken });
  return { ...parts, state, jobs, background, talk, lists, announced: new Set(), refresh, signal };
};

const handlersOf = (room: HostRoom): Handlers => ({
  ...setupCommands(room),
  ...icloudCommands(room),
  ...backupCommands(room),
  ...settingsCommands(room),
  ...activityCommands(room),
  ...windowCommands(room),
});
