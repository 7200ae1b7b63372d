import { beforeEach, expect, it } from 'vitest';
import { localizeProblem, localizeState } from '../../../src/main/ipc/localize.ts';
import { serveWindows } from '../../../src/main/ipc/serve-windows.ts';
import { channels } from '../../../src/shared/contract/bridge.ts';
import type { WindowState } from '../../../src/shared/contract/views.ts';
import { ipcMain } from '../electron-fake.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { StubHost } from '../support/stub-host.ts';
import { withProblem } from '../support/view-state.ts';

const ours = 7;
let host = new StubHost();
let logger = new MemoryLogger();
const pushed: number[] = [];
/** Of the problems in what was pushed. */
const titles: string[] = [];
const closed: number[] = [];
const windows = {
  has: (id: number) => id === ours,
  close: (id: number) => void closed.push(id),
  push: (state: WindowState) => {
    pushed.push(state.revision);
    titles.push(...state.status.problems.map(({ title }) => title));
  },
};
let stop: () => void = () => undefined;
beforeEach(() => {
  host = new StubHost();
  logger = new MemoryLogger();
  pushed.length = 0;
  titles.length = 0;
  closed.length = 0;
  ipcMain.handlers.clear();
  stop = serveWindows({ host, windows, logger });
});

interface Frame {
  readonly url: string;
  readonly parent: Frame | null;
}
const page: Frame = { url: 'app://bundle/index.html', parent: null };
const event = (change: { id?: number; senderFrame?: Frame | null; mainFrame?: Frame } = {}) => {
  const { id = ours, mainFrame = page, senderFrame = mainFrame } = change;
  return { sender: { id, mainFrame }, senderFrame };
};
const invoke = async (channel: string, from: unknown, ...rest: unknown[]): Promise<unknown> =>
  await ipcMain.handlers.get(channel)?.(from, ...rest);

it('our own page gets the state and its commands', async () => {
  expect(await invoke(channels.snapshot, event())).toEqual(localizeState(host.state.current()));
  expect(await invoke(channels.command, event(), 'resume', {})).toEqual({ ok: true, value: null });
  expect(await invoke(channels.command, event(), 'window.close', {})).toEqual({ ok: true, value: null });
  expect([host.asked, closed]).toEqual([['resume {}'], [ours]]);
});

it('what was dropped on our own page is offered, and its name comes back harmless', async () => {
  const answer = await invoke(channels.offer, event(), '/home/maria/backup.tar', 1);
  expect([answer, host.asked]).toEqual([
    { ok: true, value: { name: 'ab.tar', bytes: 1 } },
    ['offer ["/home/maria/backup.tar",1]'],
  ]);
});

const foreignPage: Frame = { url: 'https://evil.example/', parent: null };
it.each([
  ['another window', event({ id: 8 })],
  ['a frame within our page', event({ senderFrame: { url: 'app://bundle/index.html', parent: page } })],
  ['a page that the window was led to', event({ mainFrame: foreignPage })],
  ['another host of our scheme', event({ mainFrame: { url: 'app://other/index.html', parent: null } })],
  ['an empty page', event({ mainFrame: { url: 'about:blank', parent: null } })],
  ['a topmost frame that is another than its window shows', event({ senderFrame: { ...page } })],
  ['a frame that is gone', event({ senderFrame: null })],
  ['a frame that is not the topmost', event({ mainFrame: { url: 'app://bundle/index.html', parent: page } })],
])('%s gets nothing', async (_, from) => {
  expect(await invoke(channels.snapshot, from)).toBeNull();
  const problem = localizeProblem({ code: 'internal', facts: { kind: 'ipc sender' } });
  expect(await invoke(channels.command, from, 'resume', {})).toEqual({ ok: false, problem });
  expect(await invoke(channels.command, from, 'window.close', {})).toEqual({ ok: false, problem });
  expect(await invoke(channels.offer, from, '/etc/passwd', 1)).toEqual({ ok: false, problem });
  expect([host.asked, closed]).toEqual([[], []]);
  expect(logger.lines).toHaveLength(4);
});

it('pushes each state, until it is stopped', () => {
  const { revision } = host.state.current();
  host.change({});
  host.change({});
  expect(pushed).toEqual([revision + 1, revision + 2]);
  stop();
  host.change({});
  expect([pushed.length, ipcMain.handlers.size, host.listeners]).toEqual([2, 0, 0]);
});

it('a window is told of a problem in words, at once and later', async () => {
  host.change(withProblem('ha.token-invalid'));
  const [problem] = host.state.current().status.problems;
  const words = { title: 'Home Assistant rejected the access token' };
  expect(problem).not.toMatchObject(words);
  expect(titles).toEqual([words.title]);
  expect(await invoke(channels.snapshot, event())).toMatchObject({ status: { problems: [words] } });
});
