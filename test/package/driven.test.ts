import { afterEach, beforeEach, expect, it } from 'vitest';
import { DesktopApp, emptyComputer, type EmptyComputer } from '../e2e/support/desktop-app.ts';

let computer: EmptyComputer;
let app: DesktopApp | undefined;
beforeEach(async () => {
  computer = await emptyComputer(undefined);
});
afterEach(async () => {
  await app?.end();
  await computer.remove();
});

it('the package that may be driven shows its window, from its archive, with nothing of Node in it', async () => {
  app = await DesktopApp.start(computer);
  const window = await app.window('index');
  await window.getByRole('heading', { level: 1 }).waitFor();
  const inside = await app.electron.evaluate(({ app: electronApp }) => ({
    packaged: electronApp.isPackaged,
    path: electronApp.getAppPath(),
  }));
  expect(inside).toEqual({ packaged: true, path: expect.stringMatching(/app\.asar$/) as string });
  expect(await window.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis))).toEqual(
    [],
  );
  const state = await app.state();
  expect(state.app.platform).toBe(process.platform);
  expect(app.complaints).toEqual([]);
});
