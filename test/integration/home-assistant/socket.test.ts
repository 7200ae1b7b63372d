import { describe, expect, it } from 'vitest';
import { CommandRefused } from '../../../src/core/home-assistant/errors.ts';
import { defaultTimeouts, type Timeouts } from '../../../src/core/home-assistant/options.ts';
import { HaSocket } from '../../../src/core/home-assistant/socket.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { FakeClock } from '../../core/home-assistant/fake-clock.ts';
import {
  startScriptedHome,
  type Behaviour,
  type Script,
  type ScriptedHome,
  type ScriptedSocket,
} from './scripted-home.ts';
import { failureOf, later, never, wallClock } from './support.ts';
import { eventually } from '../../support/eventually.ts';

const startHome = async (script: Script, behaviour?: Behaviour): Promise<ScriptedHome> => {
  const home = await startScriptedHome(script, behaviour);
  later(() => home.stop());
  return home;
};

const open = (
  { url }: Pick<ScriptedHome, 'url'>,
  clock: Clock = wallClock,
  timeouts: Partial<Timeouts> = {},
): Promise<HaSocket> =>
  HaSocket.open(
    { url, token: 't', tls: undefined, route: undefined, clock, timeouts: { ...defaultTimeouts, ...timeouts } },
    never,
  );

/** Answers every command with its own type, after `supported_features`. */
const echo: Script = ({ id, type }, socket) => socket.result(id, type);

describe('the login', () => {
  it.each<[string, (socket: ScriptedSocket) => void, string]>([
    ['no word', () => undefined, 'ha.unreachable'],
    ['a goodbye', ({ ws }) => ws.close(1000), 'ha.unreachable'],
    ['a broken line', ({ ws }) => ws.terminate(), 'ha.unreachable'],
    ['another language', ({ ws }) => ws.send('HELLO'), 'ha.protocol'],
    ['an unknown word', (socket) => socket.send({ type: 'captcha_required' }), 'ha.protocol'],
    ['a refusal', (socket) => socket.send({ type: 'auth_invalid', message: 'No' }), 'ha.token-invalid'],
  ])('meets %s', async (_what, greet, code) => {
    const home = await startHome(echo, { greet });
    expect((await failureOf(open(home, wallClock, { handshake: 200 }))).code).toBe(code);
    await eventually(() => expect(home.sockets.size).toBe(0));
  });
});

describe('commands', () => {
  it('have increasing ids, and each gets its own answer, in any order', async () => {
    const kept: (() => void)[] = [];
    const home = await startHome((message, socket) => {
      if (message['type'] === 'supported_features') return;
      kept.push(() => echo(message, socket));
      if (kept.length === 3) for (const answer of kept.reverse()) answer();
    });
    const socket = await open(home);
    const types = ['a', 'b', 'c'];
    expect(await Promise.all(types.map((type) => socket.request({ type }, never)))).toEqual(types);
    const ids = home.messages.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(4);
    await socket.close();
  });

  it('are answered in heaps too, with messages that nobody asked for', async () => {
    const home = await startHome(({ id, type }, socket) => {
      if (type === 'supported_features') return;
      socket.send([
        { id: 99, type: 'event', event: {} },
        { id: 98, type: 'result', success: true },
        { id: null, type: 'result', success: false, error: { code: 'invalid_format', message: '' } },
        { type: 'news_of_2030' },
        { id, type: 'pong' },
        { id, type: 'result', success: true, result: 'here' },
      ]);
    });
    const socket = await open(home);
    expect(await socket.request({ type: 'x' }, never)).toBe('here');
    await socket.close();
  });

  it('are refused by name', async () => {
    const home = await startHome(({ id, type }, socket) => {
      if (type !== 'supported_features') socket.refuse(id, 'unauthorized', 'Unauthorized');
    });
    const socket = await open(home);
    const refusal: unknown = await socket.request({ type: 'backup/info' }, never).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CommandRefused);
    expect(refusal).toMatchObject({ command: 'backup/info', code: 'unauthorized', says: 'Unauthorized' });
    await socket.close();
  });

  it('end with the connection, and later ones fail at once', async () => {
    const home = await startHome(({ type }, { ws }) => {
      if (type === 'x') ws.close(1000);
    });
    const socket = await open(home);
    const waiting = Promise.all([
      failureOf(socket.request({ type: 'w' }, never)),
      failureOf(socket.request({ type: 'x' }, never)),
    ]);
    for (const failure of await waiting) {
      expect(failure).toMatchObject({ code: 'ha.unreachable', facts: { reason: 'closed' } });
    }
    expect((await failureOf(socket.request({ type: 'y' }, never))).code).toBe('ha.unreachable');
    await socket.closed;
  });

  it('end when the other side begins to talk nonsense', async () => {
    const home = await startHome(({ type }, { ws }) => {
      if (type === 'x') ws.send('{"id":');
    });
    const socket = await open(home);
    expect((await failureOf(socket.request({ type: 'x' }, never))).code).toBe('ha.unreachable');
    await eventually(() => expect(home.sockets.size).toBe(0));
  });

  it('can be cancelled; a late answer is nobody’s', async () => {
    const late: (() => void)[] = [];
    const home = await startHome((message, socket) => {
      if (message['type'] === 'slow') late.push(() => echo(message, socket));
      else echo(message, socket);
    });
    const socket = await open(home);
    const cancel = new AbortController();
    const waiting = failureOf(socket.request({ type: 'slow' }, cancel.signal));
    await eventually(() => expect(late).toHaveLength(1));
    cancel.abort();
    expect((await waiting).code).toBe('sync.cancelled');
    late[0]?.();
    expect(await socket.request({ type: 'next' }, never)).toBe('next');
    await socket.close();
  });
});

describe('subscriptions', () => {
  it('hear events that come before the confirmation, and none after their end', async () => {
    const home = await startHome(({ id, type }, socket) => {
      if (type === 'watch') socket.event(id, 'first');
      if (type === 'poke') socket.event(2, 'second');
      socket.result(id, null);
    });
    const socket = await open(home);
    const events: unknown[] = [];
    const stop = await socket.subscribe({ type: 'watch' }, (event) => events.push(event), never);
    expect(events).toEqual(['first']);
    await socket.request({ type: 'poke' }, never);
    expect(events).toEqual(['first', 'second']);
    stop();
    await socket.request({ type: 'poke' }, never);
    expect(events).toEqual(['first', 'second']);
    expect(home.messages.at(-2)).toMatchObject({ type: 'unsubscribe_events', subscription: 2 });
    await socket.close();
  });
});

describe('a silent line', () => {
  const minutes = (count: number): number => count * 60_000;

  it('is asked, and trusted again when it answers', async () => {
    const clock = new FakeClock();
    const home = await startHome(echo);
    const socket = await open(home, clock);
    await socket.request({ type: 'x' }, never);
    // The first period still heard the answer.
    await clock.advance(minutes(4));
    await eventually(() => expect(home.pings()).toBeGreaterThan(0));
    expect(socket.isOpen()).toBe(true);
    await socket.close();
  });

  it('costs nothing as long as Home Assistant’s own pings come', async () => {
    const clock = new FakeClock();
    const home = await startHome(echo);
    const socket = await open(home, clock);
    await socket.request({ type: 'x' }, never);
    for (let minute = 0; minute < 20; minute += 1) {
      const [ws] = home.sockets;
      const answered = new Promise((resolve) => ws?.once('pong', resolve));
      ws?.ping();
      await answered;
      await clock.advance(55_000);
    }
    expect([home.pings(), home.messages.length]).toEqual([0, 2]);
    expect(socket.isOpen()).toBe(true);
    await socket.close();
  });

  it('is given up when nothing comes back', async () => {
    const clock = new FakeClock();
    const home = await startHome(echo, { answersPings: false });
    const socket = await open(home, clock);
    await clock.advance(minutes(4));
    await eventually(() => expect(home.pings()).toBeGreaterThan(0));
    await clock.advance(10_000);
    await socket.closed;
    expect(socket.isOpen()).toBe(false);
  });

  it('is asked when a command gets no answer', async () => {
    const clock = new FakeClock();
    const home = await startHome(() => undefined, { answersPings: false });
    const socket = await open(home, clock);
    const waiting = failureOf(socket.request({ type: 'x' }, never));
    await clock.advance(30_000);
    expect(await waiting).toMatchObject({ code: 'ha.unreachable', facts: { reason: 'no-answer', command: 'x' } });
    await eventually(() => expect(home.pings()).toBe(1));
    await clock.advance(10_000);
    await socket.closed;
  });
});

it('says goodbye, and goes without an answer if there is none', async () => {
  const clock = new FakeClock();
  const home = await startHome(echo);
  const polite = await open(home, clock);
  await polite.close();
  const [hung] = [await open(home, clock)];
  for (const ws of home.sockets) ws.pause();
  const closing = hung.close();
  await clock.advance(2_000);
  await closing;
  expect(clock.sleeping).toBe(0);
});
