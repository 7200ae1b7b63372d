import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obscure } from '../../../src/core/icloud/obscure.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import {
  simulatorKey,
  startHomeAssistantSimulator,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { resourcesDir } from '../../support/app-harness.ts';
import { ArgvRecorder } from '../../support/argv-recorder.ts';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import type { ImpatientOrders } from '../../support/impatient-cli.ts';
import { findSecrets, placesBelow, type NamedSecrets, type Place } from '../../support/secret-search.ts';
import { rcloneBinary } from '../../support/signed-in.ts';
import { Server, type Ended } from '../cli/program.ts';

/* The real command line, core and rclone on both simulators; after each failing run every secret is searched everywhere. */

/** Everything that is escaped somewhere is in it. */
const password = 'Gr"öße \\ of/it+all & more=100%';
const [deviceCode, smsCode] = ['271828', '314159'];

/** One case: where it plays, what goes wrong, and what the program has to make of it. */
export interface Row {
  readonly what: string;
  /** One of them is told on stdout. */
  readonly code: ErrorCode | readonly ErrorCode[];
  /** Makes it go wrong. */
  readonly make?: (scene: Scene) => unknown;
  /** Default: `backup`. */
  readonly args?: readonly string[] | ((scene: Scene) => readonly string[]);
  readonly input?: string;
  /** Home Assistant's deadlines in milliseconds, where the usual ones are too long to wait for. */
  readonly deadlines?: ImpatientOrders['deadlines'];
  /** Where else nothing secret may be: what others were told. */
  readonly alsoIn?: (scene: Scene) => Promise<readonly Place[]>;
  /** Proves that it really was in danger. */
  readonly after?: (scene: Scene) => Promise<void>;
  /** It fails before any rclone has to be started. */
  readonly withoutRclone?: true;
}

/** What a row plays with. */
export class Scene {
  readonly apple: AppleSimulator;
  readonly home: HomeAssistantSimulator;
  readonly server: Server;
  /** Further secrets of this row, by name. */
  readonly alsoSecret = new Map<string, string>();
  /** A backup that is stored already. */
  readonly stored: string;
  readonly #ends: (() => Promise<void> | void)[] = [];

  constructor(parts: Pick<Scene, 'apple' | 'home' | 'server' | 'stored'>) {
    this.apple = parts.apple;
    this.home = parts.home;
    this.server = parts.server;
    this.stored = parts.stored;
  }

  /** Everything that Apple could say back, in one answer. */
  get echo(): string {
    const cookies = this.apple.handedOut().slice(-40).join(' ');
    return `no, ${JSON.stringify({ password, deviceCode, smsCode, cookies })} ${password}`;
  }

  /** A Home Assistant of the row's own, whose token the computer has; it is not set up with it yet. */
  async otherHome(options: SimulatorOptions = {}): Promise<HomeAssistantSimulator> {
    const home = await startHomeAssistantSimulator({ encryptionKeySet: true, automatic: {}, ...options });
    this.atEnd(() => home.stop());
    this.alsoSecret.set('other token', home.token).set('other user’s token', home.userToken);
    this.server.env['HA_ICLOUD_BACKUP_TOKEN'] = home.token;
    return home;
  }

  /** Changes what is written in the settings. */
  async editInstance(change: object): Promise<void> {
    await this.editSettings(({ instances }) => ({ instances: instances.map((one) => ({ ...one, ...change })) }));
  }

  async editSettings(change: (settings: { readonly instances: object[] }) => object): Promise<void> {
    const file = join(this.server.dataDir, 'settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as { instances: object[] };
    await writeFile(file, JSON.stringify({ ...settings, ...change(settings) }));
  }

  atEnd(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }
}

class Stage {
  readonly apple: AppleSimulator;
  readonly home: HomeAssistantSimulator;
  readonly #program: BundledProgram;
  /** Set up and signed in, with one backup stored; each row gets a copy. */
  readonly #ready: Server;
  #stored = '';

  private constructor(apple: AppleSimulator, home: HomeAssistantSimulator, program: BundledProgram, ready: Server) {
    this.apple = apple;
    this.home = home;
    this.#program = program;
    this.#ready = ready;
  }

  static async open(): Promise<Stage> {
    const apple = await startAppleSimulator({ account: { password, deviceCode, smsCode } });
    const home = await startHomeAssistantSimulator({ name: 'Demo Home', encryptionKeySet: true, automatic: {} });
    const program = await bundleProgram(new URL('../../support/impatient-cli.ts', import.meta.url));
    const stage = new Stage(apple, home, program, await Server.open(apple, home.token, program.file));
    await stage.#prepare();
    return stage;
  }

  async #prepare(): Promise<void> {
    const recorder = await this.equip(this.#ready);
    const must = async (args: string[], input = ''): Promise<void> => {
      const ended = await this.#ready.run(args, input);
      expect([0, 4], ended.stderr).toContain(ended.code);
    };
    await must(['setup', '--url', this.home.url]);
    await must(['login', '--apple-id', this.apple.account.appleId], `${deviceCode}\n`);
    this.#stored = await this.home.addBackup({ protected: true });
    await must(['backup']);
    // Everything is logged, or the log proves nothing.
    expect(await readFile(join(this.#ready.dataDir, 'logs', 'app.log'), 'utf8')).toContain('"level":"debug"');
    await recorder?.remove();
  }

  /** Puts a recorder before the program's rclone. */
  async equip(server: Server): Promise<ArgvRecorder | undefined> {
    order(server, {});
    if (!ArgvRecorder.works) return undefined;
    const recorder = await ArgvRecorder.create(await rcloneBinary.path());
    server.env['HA_ICLOUD_BACKUP_RCLONE'] = recorder.program;
    return recorder;
  }

  async scene(begin: 'ready' | 'new'): Promise<Scene> {
    const { apple, home } = this;
    const server = await (begin === 'ready' ? this.#ready.clone() : Server.open(apple, home.token, this.#program.file));
    const scene = new Scene({ apple, home, server, stored: this.#stored });
    const account = structuredClone(apple.account);
    const bringBack = apple.saveSessions();
    scene.atEnd(async () => {
      apple.clearFaults();
      delete apple.account.quotaBytes;
      Object.assign(apple.account, account);
      bringBack();
      home.clearFaults();
      home.setState('running');
      for (const { id } of home.backups()) if (id !== this.#stored) home.removeBackup(id);
      await server.close();
    });
    return scene;
  }

  async close(): Promise<void> {
    await this.#ready.close();
    await this.#program.remove();
    await this.home.stop();
    await this.apple.stop();
  }
}

const secretsOf = ({ apple, home, server, alsoSecret }: Scene): NamedSecrets => {
  const configKey = server.env['HA_ICLOUD_BACKUP_CONFIG_KEY'] ?? '';
  return new Map([
    ['Home Assistant’s token', home.token],
    ['token of its other user', home.userToken],
    ['Home Assistant’s encryption key', simulatorKey],
    ['Apple password', password],
    ['Apple password in rclone’s disguise', obscure(password, configKey)],
    ['config key', configKey],
    ['code', deviceCode],
    ['code by SMS', smsCode],
    ...alsoSecret,
    ...apple.handedOut().map((value, index): [string, string] => [`Apple’s value ${index}`, value]),
  ]);
};

const order = (server: Server, orders: Partial<ImpatientOrders>): void => {
  const all: ImpatientOrders = { resourcesDir, deadlines: {}, ...orders };
  server.env['IMPATIENT_CLI'] = JSON.stringify(all);
};

/** The row's command, and in the same process, from the same files, the status that its user would ask for next. */
const runThenStatus = async ({ server }: Scene, row: Row, args: readonly string[]): Promise<[Ended, Ended]> => {
  const mark = '=== and the status ===';
  const deadlines = row.deadlines ?? {};
  order(server, { deadlines, afterwards: { args: ['status'], mark } });
  const { code, stdout, stderr } = await server.run([...args, '--json'], row.input);
  order(server, { deadlines });
  const [out = '', statusOut] = stdout.split(`\n${mark}`);
  const [err = '', statusErr] = stderr.split(`\n${mark}`);
  if (statusOut === undefined || statusErr === undefined) throw new Error(`it never came to the status: ${stderr}`);
  return [
    { code, stdout: out, stderr: err },
    { code, stdout: statusOut, stderr: statusErr },
  ];
};

const play = async (row: Row, scene: Scene, recorder: ArgvRecorder | undefined): Promise<void> => {
  const { server } = scene;
  await row.make?.(scene);
  const args = typeof row.args === 'function' ? row.args(scene) : (row.args ?? ['backup']);
  const [ended, after] = await runThenStatus(scene, row, args);
  expectCode(row, ended);
  expect(after.stdout).not.toBe('');
  const lines = (await recorder?.lines()) ?? [];
  if (recorder && !row.withoutRclone) expect(lines.some((line) => !line.startsWith('version'))).toBe(true);
  const places = await placesBelow(server.folder);
  expect(places.length).toBeGreaterThan(3);
  const said = [
    ['stdout', ended.stdout],
    ['stderr', ended.stderr],
    ['the status on stdout', after.stdout],
    ['the status on stderr', after.stderr],
  ] as const;
  const told = (await row.alsoIn?.(scene)) ?? [];
  const all = [...places, ...said, ...told, ['a command line', lines.join('\n')] as const];
  expect(findSecrets(secretsOf(scene), all)).toEqual([]);
  await row.after?.(scene);
};

/** It failed in the way that was meant, or the search proves nothing. */
const expectCode = ({ code }: Row, { stdout, stderr, code: ended }: Ended): void => {
  const codes = typeof code === 'string' ? [code] : code;
  const told = codes.filter((one) => stdout.includes(`"code":"${one}"`) || stdout.includes(`"code": "${one}"`));
  expect(told, `${stdout}\n${stderr}`).not.toEqual([]);
  expect(ended).not.toBe(0);
};

/** One test a row, one after the other on the same two simulators. */
export const secretsSuite = (name: string, begin: 'ready' | 'new', rows: readonly Row[]): void => {
  describe(name, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open();
    });
    afterAll(() => stage.close());

    it.each(rows)('$code: $what', async (row) => {
      const scene = await stage.scene(begin);
      const recorder = await stage.equip(scene.server);
      try {
        await play(row, scene, recorder);
      } finally {
        await scene.end();
        await recorder?.remove();
      }
    });
  });
};
