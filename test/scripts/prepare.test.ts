import { spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintInputs } from '../../scripts/build.mjs';
import { areDependenciesInstalled } from '../../scripts/dependencies.mjs';
import { oneAtATime } from '../../scripts/one-at-a-time.mjs';
import { mayStayUnread } from '../support/child-input.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prepare-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('areDependenciesInstalled', () => {
  const tool = { version: '1.0.0', integrity: 'sha512-a' };
  const keychain = { version: '7.0.0', integrity: 'sha512-b', optional: true };
  const wanted = { '': {}, 'node_modules/tool': tool, 'node_modules/keychain': keychain };

  it.each<[string, Record<string, object> | undefined, boolean]>([
    ['nothing installed', undefined, false],
    ['all installed', { 'node_modules/tool': tool, 'node_modules/keychain': keychain }, true],
    ['an optional package that could not be built', { 'node_modules/tool': tool }, true],
    ['a package missing', { 'node_modules/keychain': keychain }, false],
    ['another version', { 'node_modules/tool': { ...tool, version: '1.0.1' } }, false],
    ['the same version with other contents', { 'node_modules/tool': { ...tool, integrity: 'sha512-x' } }, false],
    [
      'another version of an optional package',
      { 'node_modules/tool': tool, 'node_modules/keychain': { ...keychain, version: '6.0.0' } },
      false,
    ],
  ])('%s', (_, installed, isInstalled) => {
    write('package-lock.json', JSON.stringify({ packages: wanted }));
    if (installed !== undefined) write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
    expect(areDependenciesInstalled(root)).toBe(isInstalled);
  });
});

describe('fingerprintInputs', () => {
  it.each([
    ['a source', 'src/cli/main.ts', true],
    ['a program under test/', 'test/demo/main.ts', true],
    ['the rclone pins', 'resources/rclone.lock.json', true],
    ['the dependencies', 'package-lock.json', true],
    ['a test', 'test/core/rule.test.ts', false],
    ['the executable', 'resources/rclone/linux-x64/rclone', false],
    ['what was built', 'out/cli.js', false],
  ])('sees %s: %s -> %s', (_, path, isSeen) => {
    write(path, 'one');
    const before = fingerprintInputs(root);
    write(path, 'another');
    expect(fingerprintInputs(root) !== before).toBe(isSeen);
  });

  it('sees a new file and a removed one', () => {
    write('src/a.ts', 'a');
    const before = fingerprintInputs(root);
    write('src/b.ts', 'b');
    expect(fingerprintInputs(root)).not.toBe(before);
    rmSync(join(root, 'src/b.ts'));
    expect(fingerprintInputs(root)).toBe(before);
  });
});

describe('oneAtATime', () => {
  const lock = 'out/.set-up';
  const ignore = (): void => undefined;

  it('lets the second wait for the first, and says so', async () => {
    const order: string[] = [];
    const gate = new EventEmitter();
    const secondWaits = once(gate, 'waits');
    const first = oneAtATime(root, ignore, async () => {
      await secondWaits;
      order.push('first ends');
    });
    const second = oneAtATime(
      root,
      (line) => {
        order.push(line);
        gate.emit('waits');
      },
      () => {
        order.push('second runs');
        return Promise.resolve();
      },
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['Waiting for another set-up of this folder to end.', 'first ends', 'second runs']);
    expect(existsSync(join(root, lock))).toBe(false);
  });

  it('takes over from a process that died', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    write(lock, String(dead));
    let hasRun = false;
    await oneAtATime(root, ignore, () => {
      hasRun = true;
      return Promise.resolve();
    });
    expect(hasRun).toBe(true);
  });

  it('waits for a living process until it is gone', async () => {
    const living = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(living, 'spawn');
    write(lock, String(living.pid));
    const ended = once(living, 'exit');
    await oneAtATime(
      root,
      () => mayStayUnread(living.stdin).end(),
      () => Promise.resolve(),
    );
    await ended;
    expect(living.exitCode).toBe(0);
  });

  it('frees the way after a failure', async () => {
    const failing = oneAtATime(root, ignore, () => Promise.reject(new Error('npm ci failed')));
    await expect(failing).rejects.toThrow('npm ci failed');
    expect(existsSync(join(root, lock))).toBe(false);
  });
});
