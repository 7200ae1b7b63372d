import type { CommandName, CommandOutput, ParsedInput } from '../../../src/shared/contract/commands.ts';
import type { FileInHand, ViewState } from '../../../src/shared/contract/views.ts';
import type { Host, HostOptions, Transfer } from '../../../src/main/host-contract.ts';
import { notSetUp } from './view-state.ts';

/** A host that does nothing but remember what it was asked, and show what it is told to. */
export class StubHost implements Host {
  readonly asked: string[] = [];
  readonly options: HostOptions | undefined;
  transferring: Transfer | undefined;
  /** What a command ends with. */
  answer: (name: CommandName, input: unknown) => unknown = () => null;
  /** What the end of the host waits for. */
  disposing: Promise<void> = Promise.resolve();
  readonly hints: string[] = [];
  readonly #listeners = new Set<(state: ViewState) => void>();
  #state: ViewState;

  constructor(options?: HostOptions, state: ViewState = notSetUp) {
    this.options = options;
    this.#state = state;
  }

  readonly state = {
    current: (): ViewState => this.#state,
    subscribe: (listener: (state: ViewState) => void): (() => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  change(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change, revision: this.#state.revision + 1 };
    for (const listener of this.#listeners) listener(this.#state);
  }

  async handle<Name extends CommandName>(name: Name, input: ParsedInput<Name>): Promise<CommandOutput<Name>> {
    this.asked.push(`${name} ${JSON.stringify(input)}`);
    if (name === 'window.show') {
      const { page } = input as ParsedInput<'window.show'>;
      this.change({ route: { page, asked: this.#state.route.asked + 1 } });
      this.options?.shell.showWindow(page);
    }
    if (name === 'window.show-prompt') this.options?.shell.showPrompt();
    return (await this.answer(name, input)) as CommandOutput<Name>;
  }

  offer(path: unknown, count: unknown): Promise<FileInHand> {
    this.asked.push(`offer ${JSON.stringify([path, count])}`);
    return Promise.resolve({ name: 'a\u202Eb.tar', bytes: 1 });
  }

  start(): void {
    this.asked.push('start');
  }

  suspend(): void {
    this.asked.push('suspend');
  }

  resume(): void {
    this.asked.push('resume');
  }

  setOnBattery(onBattery: boolean): void {
    this.asked.push(`on battery: ${onBattery}`);
  }

  transfer(): Transfer | undefined {
    return this.transferring;
  }

  setNotices(notices: ViewState['notices']): void {
    this.asked.push('notices');
    this.change({ notices });
  }

  hintsGiven(): readonly string[] {
    return this.hints;
  }

  rememberHint(id: string): Promise<void> {
    this.hints.push(id);
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    this.asked.push('dispose');
    await this.disposing;
  }
}
