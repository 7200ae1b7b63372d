import { expect, it } from 'vitest';
import { readLaunch } from '../../src/main/launch.ts';

const none = { hidden: false, dataDir: undefined, cli: undefined };

it.each<[string, readonly string[], Partial<ReturnType<typeof readLaunch>>]>([
  ['nothing', [], {}],
  ['at login', ['--hidden'], { hidden: true }],
  ['a folder', ['--data-dir', 'D'], { dataDir: 'D' }],
  ['a folder, joined', ['--data-dir=D E', '--hidden'], { dataDir: 'D E', hidden: true }],
  ['a folder that is missing', ['--data-dir'], {}],
  ['an empty folder', ['--data-dir='], {}],
  ["Chromium's switches", ['--no-sandbox', '--inspect=0'], {}],
  ['a word that is no command', ['home', 'cli'], {}],
  ['a folder that is called cli', ['--data-dir', 'cli'], { dataDir: 'cli' }],
  ['the command line', ['cli', 'status', '--json'], { cli: ['status', '--json'] }],
  ['the command line alone', ['cli'], { cli: [] }],
  ['the command line behind switches', ['--no-sandbox', 'cli', 'list', '--hidden'], { cli: ['list', '--hidden'] }],
  ['the command line behind --', ['cli', '--', 'setup', 'http://ha:8123'], { cli: ['setup', 'http://ha:8123'] }],
  ['a folder before', ['--data-dir', 'D', 'cli', 'list'], { cli: ['--data-dir', 'D', 'list'], dataDir: 'D' }],
  ['a folder behind', ['cli', 'list', '--data-dir', 'D'], { cli: ['list', '--data-dir', 'D'], dataDir: 'D' }],
  ['a joined folder behind', ['cli', 'list', '--data-dir=D'], { cli: ['list', '--data-dir=D'], dataDir: 'D' }],
  [
    'a folder on both sides: the command line decides',
    ['--data-dir', 'A', 'cli', 'list', '--data-dir', 'B'],
    { cli: ['list', '--data-dir', 'B'], dataDir: 'B' },
  ],
])('%s', (_, words, expected) => {
  expect(readLaunch({ argv: ['program', ...words], isDefaultApp: false })).toEqual({ ...none, ...expected });
  const started = ['electron', '--no-sandbox', '.', ...words];
  expect(readLaunch({ argv: started, isDefaultApp: true })).toEqual({ ...none, ...expected });
});
