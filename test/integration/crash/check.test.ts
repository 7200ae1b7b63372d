import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuild, type entriesOf } from '../../core/proof/archive-editor.ts';
import { eventually } from '../../support/eventually.ts';
import { isBuilt } from '../cli/program.ts';

/* The real program, in the middle of a check that has laid a decrypted database on the disk. */

const root = join(import.meta.dirname, '../../..');
const program = join(root, 'out/cli.js');
const key = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';
const secret = 'the front door was opened';

let folder = '';
let archive = '';
const staging = (): string => join(folder, 'data', 'staging');

/** Large enough for the check to be met in its middle. */
const largeDatabase = (): Buffer => {
  const path = join(folder, 'large.db');
  const database = new sqlite.Database(path);
  database.exec('CREATE TABLE states (state_id INTEGER PRIMARY KEY, state TEXT, last_updated_ts FLOAT)');
  database.exec(
    `INSERT INTO states (state, last_updated_ts)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
     SELECT '${secret} ' || i, 1795250266 FROM n`,
  );
  database.close();
  return readFileSync(path);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-check-'));
  archive = join(folder, 'backup.tar');
  const plain = readFileSync(join(root, 'test/fixtures/ha-real/2026.11.0/plain.tar'));
  const large = largeDatabase();
  const files = (all: ReturnType<typeof entriesOf>): ReturnType<typeof entriesOf> =>
    all.map((one) => (one.name === 'data/home-assistant_v2.db' ? { ...one, content: large } : one));
  await writeFile(archive, await rebuild(plain, { how: 3, key, inside: { files } }));
  await rm(join(folder, 'large.db'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (...args: string[]): ChildProcess => {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    HA_ICLOUD_BACKUP_HOME: join(folder, 'data'),
    HA_ICLOUD_BACKUP_CONFIG_KEY: 'c0ffee'.repeat(10),
    HA_ICLOUD_BACKUP_KEY: key,
  };
  return spawn(process.execPath, [program, ...args], { env, stdio: 'ignore' });
};

/** Every file below the data folder in which a word of the database stands. */
const decrypted = (): string[] => {
  if (!existsSync(join(folder, 'data'))) return [];
  return readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(secret));
};

const endOf = async (child: ChildProcess): Promise<unknown> =>
  child.exitCode ?? child.signalCode ?? (await once(child, 'exit')).find((one) => one !== null);

const inTheMiddle = async (): Promise<ChildProcess> => {
  const child = start('check', archive, '--level', '4');
  await eventually(() => expect(decrypted()).not.toEqual([]));
  return child;
};

describe.skipIf(!isBuilt())('a check that is ended in its middle', () => {
  test.each([['status'], ['list'], ['settings'], ['contents', 'nothing.tar'], ['logout']])(
    'kill -9: nothing decrypted stays after the next start, here of %s',
    async (...next) => {
      const child = await inTheMiddle();
      child.kill('SIGKILL');
      expect(await endOf(child)).toBe('SIGKILL');
      expect(decrypted()).not.toEqual([]);
      await endOf(start(...next));
      expect(decrypted()).toEqual([]);
    },
  );

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s leaves nothing', async (signal) => {
    const child = await inTheMiddle();
    child.kill(signal);
    expect(await endOf(child)).toBe(130);
    expect(decrypted()).toEqual([]);
    expect(readdirSync(staging(), { recursive: true }).filter((name) => String(name).includes('.db'))).toEqual([]);
  });

  test('one that another program is at stays, and ends well', async () => {
    const child = await inTheMiddle();
    await endOf(start('settings'));
    expect(await endOf(child)).toBe(0);
    expect(decrypted()).toEqual([]);
  });
});
