import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  environmentOf,
  pathsOf,
  runSystemProgram,
  systemRootOf,
  type SystemProgram,
} from '../../../src/adapters/system-programs.ts';

const programs: readonly SystemProgram[] = [
  'ps',
  'route',
  'arp',
  'powershell',
  'gdbus',
  'dbus-send',
  'pmset',
  'powercfg',
];
const posixOnly = it.skipIf(process.platform === 'win32');

it.each(programs)('%s is started by a full path, and told no secret', (program) => {
  const environment = {
    SystemRoot: 'D:\\Windows',
    PATH: '/evil',
    HA_ICLOUD_BACKUP_TOKEN: 'secret',
    HA_ICLOUD_BACKUP_CONFIG_KEY: 'secret',
    LD_PRELOAD: '/evil.so',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
  };
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const path = platform === 'win32' ? win32 : posix;
    for (const file of pathsOf(program, platform, environment)) expect(path.isAbsolute(file)).toBe(true);
    const told = environmentOf(program, platform, environment);
    expect(Object.values(told)).not.toContain('secret');
    expect(Object.keys(told)).not.toContain('LD_PRELOAD');
    expect(told['PATH']).not.toBe('/evil');
  }
});

it.each([
  [{}, 'C:\\Windows'],
  [{ SystemRoot: 'D:\\Win' }, 'D:\\Win'],
  [{ SYSTEMROOT: 'D:\\Win\\' }, 'D:\\Win'],
  [{ SystemRoot: '\\\\server\\share' }, 'C:\\Windows'],
  [{ SystemRoot: 'relative' }, 'C:\\Windows'],
  [{ SystemRoot: 'C:\\Users\\me\\evil' }, 'C:\\Windows'],
])('Windows is where %j says, if that can be', (environment, expected) => {
  expect(systemRootOf(environment)).toBe(expected);
});

posixOnly('a program of that name in the PATH is not started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'path-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'ps'), `#!/bin/sh\nenv > ${join(folder, 'started')}\n`);
  await chmod(join(folder, 'ps'), 0o755);
  vi.stubEnv('PATH', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { stdout, failed } = await runSystemProgram('ps', ['-o', 'stat=', '-p', String(process.pid)], 10_000);
  expect([failed, stdout.trim()]).toEqual([false, expect.stringMatching(/^[RS]/)]);
  await expect(readFile(join(folder, 'started'))).rejects.toMatchObject({ code: 'ENOENT' });
});

posixOnly('one that this system lacks has failed', async () => {
  expect(await runSystemProgram('powershell', [], 1000)).toEqual({ stdout: '', exitCode: undefined, failed: true });
});

it('nothing else in the program starts processes', () => {
  const root = fileURLToPath(new URL('../../../src/', import.meta.url));
  const starters = ['core', 'adapters', 'main', 'cli', 'shared', 'preload'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name))
      .filter((name) => /from '(?:execa|node:child_process)'/.test(readFileSync(join(root, name), 'utf8'))),
  );
  // rclone: by its full path, with an environment of its own.
  expect(starters.sort()).toEqual([
    join('adapters', 'system-programs.ts'),
    join('core', 'icloud', 'binary.ts'),
    join('core', 'icloud', 'one-process.ts'),
  ]);
});
