import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchApp } from '../../scripts/watch-app.mjs';

let folder: string;
let end: AbortController;
let running: Promise<number>;
let said: string[];

/** Stands for Electron: notes what it is told. */
const electron = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const note = (line) => appendFileSync(__dirname + '/notes', line + '\\n');
note('start ' + process.argv.slice(4).join(' '));
process.on('message', note);
process.on('SIGTERM', () => { note('end'); process.exit(0); });
`;

const config = (name: string): string => `export default {
  root: ${JSON.stringify(join('FOLDER', name))}, logLevel: 'silent',
  build: { outDir: '../out/${name}', minify: false, lib: { entry: 'source.js', formats: ['es'], fileName: 'built' } },
};
`;

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
/** What Electron was told, in order. One write can be two changes to a watcher, so what repeats at once is told once. */
const story = (): string => {
  const path = join(folder, 'notes');
  const notes = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return notes
    .replaceAll(started(), 'start')
    .replaceAll('\n', ' ')
    .replaceAll(/(reload|end start)(?: \1)+(?= |$)/g, '$1');
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-app-'));
  for (const name of ['main', 'renderer']) {
    mkdirSync(join(folder, name));
    write(`${name}/source.js`, 'export const first = 1;\n');
    write(`${name}.config.mjs`, config(name).replace('FOLDER', folder));
  }
  write('package.json', '{ "type": "commonjs" }');
  write('electron', electron);
  chmodSync(join(folder, 'electron'), 0o755);
  end = new AbortController();
  said = [];
  running = watchApp({
    electron: join(folder, 'electron'),
    root: folder,
    args: ['--data-dir=there'],
    watched: [
      { configFile: join(folder, 'main.config.mjs'), then: 'restart' },
      { configFile: join(folder, 'renderer.config.mjs'), then: 'reload' },
    ],
    say: (line) => said.push(line),
    signal: end.signal,
  });
});

afterEach(async () => {
  end.abort();
  await running.catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

const started = (): string => `start --data-dir=there ${folder}`;

it.skipIf(process.platform === 'win32')(
  'shows a change of the windows, and begins again with a change of the app',
  async () => {
    await expect.poll(story).toBe('start');
    write('renderer/source.js', 'export const second = 2;\n');
    await expect.poll(story).toBe('start reload');
    await expect.poll(() => readFileSync(join(folder, 'out/renderer/built.mjs'), 'utf8')).toContain('second');
    write('main/source.js', 'export const third = 3;\n');
    await expect.poll(story).toBe('start reload end start');
    end.abort();
    expect(await running).toBe(0);
    expect(story()).toMatch(/ end$/);
  },
);

it.skipIf(process.platform === 'win32')('says what is wrong with a source, and leaves the app as it was', async () => {
  await expect.poll(story).toBe('start');
  write('main/source.js', 'export const = ;\n');
  await expect.poll(() => said.join('\n')).toMatch(/source\.js/);
  write('main/source.js', 'export const fourth = 4;\n');
  await expect.poll(story).toBe('start end start');
});
