import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppleSimulator } from '../simulators/apple/index.ts';
import type { HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { showApp } from './app.ts';
import { seedOldCopies } from './old-copies.ts';
import { daysAgo, say, setStage, type Stage } from './stage.ts';
import type { Terminal } from './terminal.ts';

/**
 * The main job from set-up to restore, on two simulators and the real, unmodified rclone. Every step is the real program,
 * started as a user would start it; the exit code is 0 only if all of it held.
 */
const expect = (held: boolean, what: string): void => {
  if (!held) throw new Error(`this did not hold: ${what}`);
  say(`  ✓ ${what}`);
};

const main = async (): Promise<void> => {
  const stage = await setStage();
  try {
    await (process.argv.includes('--app') ? showApp(stage) : play(stage));
  } finally {
    await stage.clear();
  }
};

const play = async ({ terminal, apple, home, folder }: Stage): Promise<void> => {
  await setUp(terminal, home);
  await signIn(terminal, apple);
  await backUp(terminal, apple, home, folder);
  await restore(terminal, home, folder);
  await leave(terminal, apple);
  say('\nAll of it held. Nothing left this computer: Home Assistant and Apple were simulators on 127.0.0.1,');
  say('rclone was the real one, checked against the hash in resources/rclone.lock.json.');
  say('\nWhere to look:  src/README.md (the map), test/demo/main.ts (this demo), test/simulators/');
  say('What to run:    npm run demo -- --app         the desktop app on the same simulators');
  say('                npm test                      proves the project');
  say('                npm run -s cli -- --help      the program itself');
  say('                npm run sim:home-assistant    a Home Assistant to play with');
  say('                npm run sim:apple             an Apple to play with');
};

const setUp = async (terminal: Terminal, home: HomeAssistantSimulator): Promise<void> => {
  say('\n== A Home Assistant with two backups of its own; connect to it ==');
  await home.addBackup({ date: daysAgo(2), kind: 'automatic', protected: true });
  await home.addBackup({ date: daysAgo(1), kind: 'automatic', protected: true });
  await terminal.run(['setup', '--url', home.url]);
  const { secretStore } = await terminal.json(['status']);
  say(
    secretStore === 'keychain'
      ? '  The secrets are in this computer’s keychain.'
      : '  No keychain that works here (libsecret or its daemon is missing, or it is locked): the secrets come from environment variables,\n' +
          '  as they would on a server. Nothing is written in clear.',
  );
};

const signIn = async (terminal: Terminal, apple: AppleSimulator): Promise<void> => {
  say('\n== Sign in to iCloud; Apple sends a code to the devices, the first try has a typo ==');
  const typo = apple.account.deviceCode === '111111' ? '222222' : '111111';
  await terminal.run(['login', '--apple-id', apple.account.appleId], `${typo}\n${apple.account.deviceCode}\n`);
  expect(apple.codePushes() === 1, 'Apple was asked for exactly one code');
};

const backUp = async (
  terminal: Terminal,
  apple: AppleSimulator,
  home: HomeAssistantSimulator,
  folder: string,
): Promise<void> => {
  say('\n== Four backups from last month are already in iCloud; make a new backup, store what is new, prune ==');
  const old = await seedOldCopies(apple, home, join(folder, 'data'));
  await terminal.run(['backup', '--create'], '', [0, 4]);
  const files = apple.files('HomeAssistantBackups').filter((file) => file.path.endsWith('.tar'));
  expect(files.length === 3, 'iCloud Drive holds the three backups of Home Assistant');
  const hashes = await Promise.all(home.backups().map(async ({ id }) => (await home.archive(id)).sha256));
  const whole = hashes.every((sha256) => files.some((file) => file.sha256 === sha256));
  expect(whole, 'each of them byte for byte (SHA-256 compared)');
  expect(
    old.every((path) => !apple.files().some((file) => file.path === path)),
    'the four old ones were pruned',
  );
  expect(
    old.every((path) => apple.tree().some((entry) => entry.path === path && entry.inTrash)),
    'and can still be had back from Recently Deleted',
  );
  await terminal.run(['list']);
  await terminal.run(['status']);
};

const restore = async (terminal: Terminal, home: HomeAssistantSimulator, folder: string): Promise<void> => {
  say('\n== The day of the fire: bring one back ==');
  const { backups } = await terminal.json(['list']);
  const [newest] = backups as { id: string }[];
  if (!newest) throw new Error('nothing to restore');
  const to = join(folder, 'restored');
  const { restored } = await terminal.json(['restore', newest.id, '--to', to]);
  const { file } = restored as { file: string };
  const bytes = await readFile(file);
  const { sha256 } = await home.archive(newest.id);
  expect(
    createHash('sha256').update(bytes).digest('hex') === sha256,
    `${bytes.length} bytes, the same as in Home Assistant`,
  );
  await terminal.run(['check', file]);
};

const leave = async (terminal: Terminal, apple: AppleSimulator): Promise<void> => {
  say('\n== Take everything off this computer again; the copies stay ==');
  await terminal.run(['logout', '--all']);
  expect(apple.files('HomeAssistantBackups').length > 0, 'the copies are still in iCloud Drive');
  expect(apple.foreignConnects().length === 0, 'rclone spoke to nobody but Apple');
};

main().catch((error: unknown) => {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : 'unknown'}\n`);
  process.exitCode = 1;
});
