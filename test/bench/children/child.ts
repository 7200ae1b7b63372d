import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Answer, Orders } from './orders.ts';

/** Each in a process of its own, so that what it costs is not counted as ours. */
export type ChildKind = 'home' | 'apple' | 'ours' | 'proof';

/** Before the kind, on the command line of the same bundle. */
export const childOption = '--child';

/** The parent's side. */
export class Child<O extends Orders> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  readonly #kind: ChildKind;
  #lastId = 0;

  constructor(program: string, kind: ChildKind) {
    this.#kind = kind;
    this.#process = fork(program, [childOption, kind], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#process.on('message', (message) => this.#take(message as Answer));
    this.#process.once('exit', () => this.#giveUp());
  }

  async ask<K extends keyof O & string>(order: K, argument: O[K]['argument']): Promise<O[K]['answer']> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#process.send({ id, order, argument });
    return await answer;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    if (this.#process.connected) this.#process.disconnect();
    await ended;
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new Error(`${this.#kind}: ${answer.error}`));
    else waiting?.resolve(answer.answer);
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`the process "${this.#kind}" ended early`));
    this.#waiting.clear();
  }
}
