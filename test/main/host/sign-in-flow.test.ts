import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { SignIn } from '../../../src/core/icloud/sign-in.ts';
import { Scheduler } from '../../../src/main/host/scheduler.ts';
import { SignInFlow, type SignInTalkOptions } from '../../../src/main/host/sign-in-flow.ts';
import type { SignInView } from '../../../src/shared/icloud/sign-in-view.ts';
import { aStatus } from '../../cli/fake-app.ts';

let view: SignInView;
let log: string[];
let scheduler: Scheduler;
beforeEach(() => {
  view = { step: 'idle' };
  log = [];
  scheduler = new Scheduler();
});

const step = { step: 'device-code' } as const;
/** A dialog at its first step; what the disk does when it is let go of is for the test to say. */
const aDialog = (onAbandon: () => Promise<void> = () => Promise.resolve()): SignIn => {
  const dialog: Partial<SignIn> = {
    start: () => Promise.resolve(step),
    abandon: () => {
      log.push('let go');
      return onAbandon();
    },
  };
  return Object.assign(dialog, { current: step }) as SignIn;
};

type AppPart = SignInTalkOptions['app'];
const settings = { current: { appleId: null } } as unknown as AppPart['settings'];
const talkWith = (app: Partial<AppPart>): SignInFlow =>
  new SignInFlow({
    app: { nextCodeAt: () => Promise.resolve(new Date(0)), settings, ...app } as AppPart,
    view: () => view,
    publish: (next) => (view = next),
    status: () => aStatus({ signIn: null }),
    refresh: () => Promise.resolve(),
    scheduler,
    onDone: () => log.push('done'),
    logger: { debug: () => undefined, info: () => undefined, warn: (event) => log.push(event), error: () => undefined },
  });

describe('what fails on the way', () => {
  test('is told to the caller, and giving up afterwards still lets go of everything', async () => {
    const talk = talkWith({
      signIn: () => Promise.resolve(aDialog()),
      nextCodeAt: () => Promise.reject(new AppError('disk.full')),
    });
    await expect(talk.begin('me@example.com', 'password')).rejects.toMatchObject({ code: 'disk.full' });
    expect([talk.isTalking, scheduler.isTaken]).toEqual([true, true]);
    await talk.cancel();
    expect([talk.isTalking, scheduler.isTaken, log]).toEqual([false, false, ['let go']]);
    expect(view).toEqual({ step: 'idle' });
  });

  test('in letting go is told, and nothing is under way any more', async () => {
    const full = () => Promise.reject(new AppError('disk.full'));
    const talk = talkWith({ signIn: () => Promise.resolve(aDialog(full)) });
    await talk.begin('me@example.com', 'password');
    await expect(talk.cancel()).rejects.toMatchObject({ code: 'disk.full' });
    expect([talk.isTalking, scheduler.isTaken, view.step]).toEqual([false, false, 'idle']);
  });

  test('a second sign-in is opened only when the first was let go of: a locked keychain has one who hears of it', async () => {
    const dialogs = [() => Promise.resolve(aDialog()), () => Promise.reject(new AppError('secrets.locked'))];
    const talk = talkWith({
      signIn: () => {
        log.push('open');
        return dialogs.shift()?.() ?? Promise.reject(new AppError('internal'));
      },
    });
    await talk.begin('me@example.com', 'password');
    await talk.begin('me@example.com', 'password');
    expect(log).toEqual(['open', 'let go', 'open']);
    expect(scheduler.isTaken).toBe(false);
    expect(view).toMatchObject({ step: 'password', problem: { code: 'secrets.locked' } });
  });
});

test('the first look lets go of a dialog that still waits for a code: it has the lock', async () => {
  const talk = talkWith({
    signIn: () => Promise.resolve(aDialog()),
    approve: () => {
      log.push('look');
      return Promise.resolve();
    },
  });
  await talk.begin('me@example.com', 'password');
  await talk.approve();
  expect([log, scheduler.isTaken]).toEqual([['let go', 'look', 'done'], false]);
});

test('each step makes a list give way, also one that began while the user looked for the code', async () => {
  const dialog = aDialog();
  const talk = talkWith({
    signIn: () => Promise.resolve(Object.assign(dialog, { enterCode: () => Promise.resolve(step) })),
  });
  await talk.begin('me@example.com', 'password');
  const list = scheduler.ask('list');
  await list.begun();
  const entered = talk.code('123456');
  expect(list.signal.aborted).toBe(true);
  list.end();
  await entered;
  expect(scheduler.isTaken).toBe(true);
  await talk.dispose();
  expect(scheduler.isTaken).toBe(false);
});
