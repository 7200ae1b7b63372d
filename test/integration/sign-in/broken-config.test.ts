import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeOf, never, signInTo } from '../../support/app-harness.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const config = (): string => join(world.computer.folder, 'data', 'rclone', 'rclone.conf');
const write = async (change: (before: Buffer) => Buffer | string): Promise<void> => {
  await writeFile(config(), change(await readFile(config())));
};

test.each<[what: string, code: string, happens: () => Promise<void>]>([
  ['cut in half', 'rclone.config-unreadable', () => write((before) => before.subarray(0, before.length / 2))],
  ['cut in its first word', 'rclone.config-unreadable', () => write((before) => before.subarray(0, 45))],
  ['empty', 'icloud.not-signed-in', () => write(() => '')],
  ['garbage that quotes Apple', 'rclone.config-unreadable', () => write(() => 'HTTP error 421 EOF no such host\n')],
  [
    'encrypted in a later way',
    'rclone.config-unreadable',
    () => write((before) => String(before).replace('_V0', '_V1')),
  ],
  [
    'a folder',
    'rclone.config-unreadable',
    async () => {
      await rm(config());
      await mkdir(join(config(), 'inside'), { recursive: true });
    },
  ],
  ['gone', 'icloud.not-signed-in', () => rm(config())],
  ['in clear', 'icloud.not-signed-in', () => write(() => '[other]\ntype = local\n')],
])('a config that is %s is named, and a sign-in begins again from it', async (_, code, happens) => {
  await happens();
  expect(await codeOf(world.app.list({ allInstances: true }, never))).toBe(code);
  await signInTo(world.app, world.apple);
  expect(await codeOf(world.app.list({ allInstances: true }, never))).toBe('none');
  expect(await readFile(config(), 'utf8')).toContain('RCLONE_ENCRYPT_V0:');
});
