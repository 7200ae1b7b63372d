import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endWithin } from './within.ts';
import { mayStayUnread } from '../../support/child-input.ts';

export interface MenuNode {
  readonly id: number;
  readonly label?: string;
  readonly enabled?: boolean;
  readonly type?: string;
  readonly children?: readonly MenuNode[];
}

export interface SeenNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

type Event = Readonly<Record<string, unknown>>;

/** The desktop's side of tray and notifications (desktop-host.py), for as long as a test lasts. */
export class DesktopHost {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (answer: Event) => void>();
  readonly #watchers = new Set<() => void>();
  readonly events: Event[] = [];
  #seq = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    if (!child.stdout || !child.stdin) throw new Error('no pipes to the desktop host');
    mayStayUnread(child.stdin);
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(JSON.parse(line) as Event));
  }

  static async start(): Promise<DesktopHost> {
    const script = fileURLToPath(new URL('../desktop-host.py', import.meta.url));
    // Debian's own Python has the D-Bus module; another one on the path may not.
    const host = new DesktopHost(spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] }));
    await host.event('ready');
    return host;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await endWithin('the desktop', ended, () => this.#child.kill('SIGKILL'));
  }

  /** The first such event, also one that came before. */
  async event(name: string, matches: (event: Event) => boolean = () => true): Promise<Event> {
    return await this.#until(() => this.events.find((event) => event['event'] === name && matches(event)), name);
  }

  async menu(): Promise<MenuNode> {
    return (await this.#askMenu({ cmd: 'menu' })) as unknown as MenuNode;
  }

  /** The labels of the menu, once they are as wanted: changes reach it a moment later than the windows. */
  async labels(wanted: (labels: readonly string[]) => boolean): Promise<readonly string[]> {
    await this.event('tray-added');
    const deadline = Date.now() + 20_000;
    for (;;) {
      const labels = labelsOf(await this.menu());
      if (wanted(labels) || Date.now() > deadline) return labels;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async tooltip(): Promise<string> {
    const { tooltip, title } = (await this.#ask({ cmd: 'props' })) as { tooltip: string | null; title: string };
    return tooltip ?? title;
  }

  async click(label: string): Promise<void> {
    await this.#askMenu({ cmd: 'click', label });
  }

  async notifications(): Promise<readonly SeenNotification[]> {
    return (await this.#ask({ cmd: 'notifications' })) as unknown as SeenNotification[];
  }

  async clickNotification(id: number): Promise<void> {
    await this.#ask({ cmd: 'invoke', id, action: 'default' });
  }

  /** A menu that is being replaced at this very moment does not answer: then the new one is asked. */
  async #askMenu(command: Event, tries = 3): Promise<Event> {
    try {
      return await this.#ask(command);
    } catch (error) {
      if (tries === 1 || !String(error).includes('NoReply')) throw error;
      return await this.#askMenu(command, tries - 1);
    }
  }

  async #ask(command: Event): Promise<Event> {
    const seq = (this.#seq += 1);
    const answered = new Promise<Event>((resolve) => this.#answers.set(seq, resolve));
    this.#child.stdin?.write(`${JSON.stringify({ ...command, seq })}\n`);
    const answer = await answered;
    if (answer['error'] !== undefined) throw new Error(`desktop host: ${JSON.stringify(answer['error'])}`);
    return answer['ok'] as Event;
  }

  #hear(event: Event): void {
    const seq = event['seq'];
    if (typeof seq === 'number') {
      this.#answers.get(seq)?.(event);
      this.#answers.delete(seq);
      return;
    }
    this.events.push(event);
    for (const look of [...this.#watchers]) look();
  }

  async #until<T>(find: () => T | undefined, what: string): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        // What it saw instead says why.
        reject(new Error(`the desktop never saw: ${what}; it saw ${this.events.map(shortly).join(', ')}`));
      }, 30_000);
      this.#watchers.add(look);
      look();
    });
  }
}

const shortly = (event: Event): string => JSON.stringify([event['event'], event['title']]);

/** Every label of a menu, in order, without the marks of keys. */
export const labelsOf = (node: MenuNode): readonly string[] => [
  ...(node.label === undefined ? [] : [node.label.replaceAll('_', '')]),
  ...(node.children ?? []).flatMap(labelsOf),
];
