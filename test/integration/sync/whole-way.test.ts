import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { never, readyApp, TestComputer } from '../../support/app-harness.ts';

let apple: AppleSimulator;
let home: HomeAssistantSimulator;
let computer: TestComputer;

beforeEach(async () => {
  apple = await startAppleSimulator();
  home = await startHomeAssistantSimulator({ encryptionKeySet: true });
  computer = await TestComputer.create(apple);
});

afterEach(async () => {
  await home.stop();
  await apple.stop();
  await computer.remove();
});

const day = 24 * 3_600_000;
const ago = (days: number): string => new Date(Date.now() - days * day).toISOString();

describe('the whole way', () => {
  test('set up, sign in, back up, look, restore', async () => {
    await home.addBackup({ date: ago(2), kind: 'automatic' });
    const app = await readyApp(computer, apple, home);
    const report = await app.backUp({ create: true, asked: [], by: 'user' }, () => undefined, never);
    expect(report).toMatchObject({ outcome: 'done', warnings: [] });
    expect(report.backups.map((backup) => backup.outcome)).toEqual(['stored', 'stored']);

    const list = await app.list({ allInstances: false }, never);
    expect(list.problems).toEqual([]);
    expect(list.backups.map(({ where, next, reason }) => ({ where, next, reason }))).toEqual([
      { where: ['home-assistant', 'icloud'], next: 'keep', reason: 'young' },
      { where: ['home-assistant', 'icloud'], next: 'keep', reason: 'young' },
    ]);
    const [newest] = list.backups;
    const to = join(computer.folder, 'restored');
    const restored = await app.restore({ id: newest?.id ?? '', to }, () => undefined, never);
    expect(await readFile(restored.file)).toEqual(home.archiveBytes(newest?.id ?? ''));
    expect(await app.status()).toMatchObject({ safety: 'safe', waiting: 0, problems: [] });
    expect(apple.foreignConnects()).toEqual([]);
    expect(home.log().filter((entry) => entry.token === 'bad')).toEqual([]);
  });

  test('a run with nothing new makes at most 4 drive requests, a look none', async () => {
    await home.addBackup({ date: ago(1) });
    const app = await readyApp(computer, apple, home);
    await app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, never);
    apple.clearLog();
    expect(await app.backUp({ create: false, asked: [], by: 'schedule' }, () => undefined, never)).toMatchObject({
      outcome: 'done',
      askedApple: false,
    });
    expect(apple.log()).toEqual([]);
    const again = await app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, never);
    expect(again).toMatchObject({ outcome: 'done', backups: [] });
    expect(apple.requests('drive')).toBeLessThanOrEqual(4);
    expect(apple.requests()).toBe(apple.requests('drive'));
    expect(apple.signIns()).toBe(0);
  });
});
