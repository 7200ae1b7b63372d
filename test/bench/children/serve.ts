import type { Answer, Orders, Question } from './orders.ts';

export type Handlers<O extends Orders> = {
  readonly [K in keyof O]: (argument: O[K]['argument']) => Promise<O[K]['answer']>;
};

/** The child's side: answers until the parent lets go, then cleans up and ends. */
export const serve = <O extends Orders>(handlers: Handlers<O>, cleanUp: () => Promise<void>): void => {
  const byName: Readonly<Record<string, ((argument: unknown) => Promise<unknown>) | undefined>> = handlers;
  const reply = (answer: Answer): void => void process.send?.(answer);
  process.on('message', (message) => {
    const { id, order, argument } = message as Question;
    const work = byName[order]?.(argument) ?? Promise.reject(new Error(`no such order: ${order}`));
    work.then(
      (answer) => reply({ id, answer }),
      (error: unknown) => reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  const leave = (): void => void cleanUp().finally(() => process.exit());
  // The parent may have gone while this process was still loading.
  if (process.connected) process.once('disconnect', leave);
  else leave();
  // A Ctrl-C reaches the whole group; the parent ends in order and lets go.
  process.on('SIGINT', () => undefined);
};
