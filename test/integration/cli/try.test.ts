import { beforeAll, it } from 'vitest';
import { join } from 'node:path';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { Server } from './program.ts';

let apple: AppleSimulator;
let home: HomeAssistantSimulator;
let server: Server;
beforeAll(async () => {
  apple = await startAppleSimulator();
  home = await startHomeAssistantSimulator({ version: '2026.11.0', encryptionKeySet: true });
  await home.addBackup({});
  server = await Server.open(apple, home.token);
});
it('goes', async () => {
  const show = async (args: string[], input = '') => {
    const r = await server.run(args, input);
    process.stdout.write(`\n$ ${args.join(' ')}\n${r.stdout}\n--- stderr\n${r.stderr}\n=> ${r.code}\n`);
    return r;
  };
  await show(['setup', '--url', home.url]);
  await show(['setup', '--url', home.url, '--json']);
  await show(['login', '--apple-id', apple.account.appleId], `111111\n${apple.account.deviceCode}\n`);
  await show(['list']);
  await show(['backup', '--create']);
  await show(['backup']);
  await show(['list']);
  const { stdout } = await server.run(['list', '--json']);
  const id = JSON.parse(stdout).backups[0].id;
  await show(['list', '--all-instances']);
  await show(['prune', '--dry-run']);
  await show(['prune', '--yes', '--json']);
  await show(['restore', id, '--to', join(server.folder, 'back')]);
  await show(['restore', id, '--to', join(server.folder, 'back2'), '--json']);
  await show(['status']);
  await show(['status', '--json']);
  await show(['setup', '--url', home.url, '--folder', 'Elsewhere']);
  await show(['setup', '--url', home.url, '--folder', 'Elsewhere', '--folder-change', 'move']);
  await show(['backup', '--create', '--json']);
  await show(['list']);
  await show(['logout', '--all']);
  await show(['status']);
}, 300_000);
