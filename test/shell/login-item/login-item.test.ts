import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { autostartFile, isSwitchedOff, programOf } from '../../../src/main/login-item/autostart-file.ts';
import { openLoginItem, type LoginItemOptions, type LoginItems } from '../../../src/main/login-item/login-item.ts';

let configHome: string;

beforeEach(async () => {
  configHome = await mkdtemp(join(tmpdir(), 'login-item-'));
});

afterEach(async () => {
  await rm(configHome, { recursive: true, force: true });
});

type Answer = ReturnType<LoginItems['getLoginItemSettings']>;

/** A system that keeps what it is told, or that answers by a mind of its own. */
class System implements LoginItems {
  readonly told: Parameters<LoginItems['setLoginItemSettings']>[0][] = [];
  readonly answer: (openAtLogin: boolean) => Answer;
  #openAtLogin = false;

  constructor(answer: (openAtLogin: boolean) => Answer) {
    this.answer = answer;
  }

  getLoginItemSettings(): Answer {
    return this.answer(this.#openAtLogin);
  }

  setLoginItemSettings(settings: Parameters<LoginItems['setLoginItemSettings']>[0]): void {
    this.told.push(settings);
    this.#openAtLogin = settings.openAtLogin;
  }
}

const obedient = new System((openAtLogin) => ({ openAtLogin }));
const open = (options: Partial<LoginItemOptions>) =>
  openLoginItem({
    platform: 'linux',
    app: obedient,
    command: ['/opt/app/app'],
    packaged: true,
    configHome,
    ...options,
  });

describe('on Linux', () => {
  const file = (): string => join(configHome, 'autostart', 'ha-icloud-backup.desktop');

  it('is a file of the desktop, which starts the app hidden', async () => {
    const item = open({});
    expect(item.read()).toEqual({ supported: true, enabled: false, refused: false });
    expect(item.set(true)).toEqual({ supported: true, enabled: true, refused: false });
    expect(await readFile(file(), 'utf8')).toContain('\nExec=/opt/app/app --hidden\n');
    expect(item.set(false)).toEqual({ supported: true, enabled: false, refused: false });
  });

  it('names the app anew after it was moved', async () => {
    open({}).set(true);
    const edited = (await readFile(file(), 'utf8')).replace('Delay=20', 'Delay=60');
    await writeFile(file(), edited);
    open({ command: ['/home/me/Apps/app'] }).renew();
    // Whatever else the user wrote stays.
    expect(await readFile(file(), 'utf8')).toBe(edited.replace(/^Exec=.*$/m, 'Exec=/home/me/Apps/app --hidden'));
  });

  it.each([
    ['another app that is there', [process.execPath], true],
    ['a way of the user’s own', ['env', 'APPIMAGELAUNCHER_DISABLE=1', '/gone/app'], true],
    ['one that runs before packaging', ['/gone/app'], false],
  ] as const)('leaves the entry of %s alone', async (_, [program, ...args], packaged) => {
    open({ command: [program, ...args] }).set(true);
    const before = await readFile(file(), 'utf8');
    open({ command: ['/home/me/Apps/app'], packaged }).renew();
    expect(await readFile(file(), 'utf8')).toBe(before);
  });

  it.each(['/opt/plain/app', '/opt/with space/app', '/opt/100%/app'])('finds %s again in its entry', (program) => {
    expect(programOf(autostartFile([program, '--hidden']))).toBe(program);
  });

  it('adds no entry where there is none, and leaves one alone that is switched off', async () => {
    open({}).renew();
    await expect(readFile(file(), 'utf8')).rejects.toMatchObject({ code: 'ENOENT' });
    const switchedOff = `${autostartFile(['/opt/app/app'])}Hidden=true\n`;
    open({}).set(true);
    await writeFile(file(), switchedOff);
    open({ command: ['/home/me/Apps/app'] }).renew();
    expect(await readFile(file(), 'utf8')).toBe(switchedOff);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('says that %s switched it off', async (line) => {
    const item = open({});
    item.set(true);
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), `${text.replace(/X-GNOME-Autostart-enabled.*\n/, '')}${line}\n`);
    expect(item.read()).toEqual({ supported: true, enabled: false, refused: true });
  });

  it('says that the system refuses where nothing can be written', async () => {
    await writeFile(join(configHome, 'autostart'), 'a file in the way');
    expect(open({}).set(true)).toEqual({ supported: true, enabled: false, refused: true });
  });

  it.each<[readonly string[], string]>([
    [['/opt/HA iCloud/app'], 'Exec="/opt/HA iCloud/app"'],
    [['/a/100%'], 'Exec=/a/100%%'],
    [['/a/$x"y'], 'Exec="/a/\\\\$x\\\\"y"'],
  ])('quotes %j as the specification wants it', (command, line) => {
    expect(autostartFile(command)).toContain(`\n${line}\n`);
    expect(isSwitchedOff(autostartFile(command))).toBe(false);
  });
});

describe('on macOS', () => {
  it.each<[string, Answer, object]>([
    ['enabled', { openAtLogin: true, status: 'enabled' }, { enabled: true, refused: false }],
    ['requires-approval', { openAtLogin: true, status: 'requires-approval' }, { enabled: false, refused: true }],
    ['not-found', { openAtLogin: false, status: 'not-found' }, { enabled: false, refused: false }],
    ['an older system', { openAtLogin: true }, { enabled: true, refused: false }],
  ])('%s', (_, answer, expected) => {
    const system = new System(() => answer);
    const item = open({ platform: 'darwin', app: system });
    expect(item.set(true)).toEqual({ supported: true, ...expected });
    expect(system.told).toEqual([{ openAtLogin: true, type: 'mainAppService' }]);
  });
});

describe('on Windows', () => {
  it('starts the app hidden', () => {
    const system = new System((openAtLogin) => ({ openAtLogin, executableWillLaunchAtLogin: openAtLogin }));
    const item = open({ platform: 'win32', app: system, command: ['C:\\app.exe'] });
    expect(item.set(true)).toEqual({ supported: true, enabled: true, refused: false });
    expect(system.told).toEqual([{ path: 'C:\\app.exe', args: ['--hidden'], openAtLogin: true, enabled: true }]);
  });

  it('sees what was switched off in Task Manager', () => {
    const system = new System((openAtLogin) => ({ openAtLogin, executableWillLaunchAtLogin: false }));
    expect(open({ platform: 'win32', app: system }).set(true)).toEqual({
      supported: true,
      enabled: false,
      refused: true,
    });
  });
});

it.each(['darwin', 'win32'] as const)('before packaging nothing is registered on %s', (platform) => {
  const system = new System((openAtLogin) => ({ openAtLogin }));
  expect(open({ platform, app: system, packaged: false }).set(true)).toEqual({
    supported: false,
    enabled: false,
    refused: false,
  });
  expect(system.told).toEqual([]);
});
