import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { daysAgo, say, type Stage } from './stage.ts';

/** With `--watch` the app follows its sources. */
const starter = join(import.meta.dirname, '..', 'scripts', process.argv.includes('--watch') ? 'dev.mjs' : 'start.mjs');
/** Root starts no sandbox. */
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The desktop app on a home that was set up and signed in: to be looked at, for as long as it is open. */
export const showApp = async (stage: Stage): Promise<void> => {
  const { apple, home, terminal } = stage;
  for (const days of [5, 4, 3, 2, 1]) await home.addBackup({ date: daysAgo(days), kind: 'automatic', protected: true });
  await terminal.run(['setup', '--url', home.url, '--quiet']);
  await terminal.run(['login', '--apple-id', apple.account.appleId, '--quiet'], `${apple.account.deviceCode}\n`);
  await terminal.run(['backup', '--quiet']);
  say(
    '\nThe app opens on two simulators with a ready account. Try "Back up now", a restore, or "Sign in again" in the settings:',
  );
  say(`  Apple Account ${apple.account.appleId}, password ${apple.account.password}, code ${apple.account.deviceCode}`);
  say(`  Home Assistant ${home.url}`);
  say('Quit it from its menu, or press Ctrl-C here.\n');
  const code = await openApp(stage);
  if (code !== 0) throw new Error(`the app ended with exit code ${code}`);
};

const openApp = async ({ dataDir, environment, stopped }: Stage): Promise<number> => {
  const app = spawn(process.execPath, [starter, ...sandbox, `--data-dir=${dataDir}`], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  stopped.addEventListener('abort', () => app.kill('SIGTERM'));
  return await new Promise((resolve, reject) => {
    app.once('error', reject).once('exit', (code) => resolve(stopped.aborted ? 0 : (code ?? 1)));
  });
};
