import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweepStagedConfigs } from '../../../src/core/icloud/staged-config.ts';

test.skipIf(process.platform === 'win32')(
  'one entry that cannot be looked at keeps no other leftover of a sign-in',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'staged-leftovers-'));
    const old = new Date('2026-11-20T12:00:00Z');
    const now = new Date('2026-11-21T12:00:00Z');
    try {
      // In the order in which folders are read, links that lead nowhere come first and last.
      for (const name of ['0', 'z']) await symlink(join(dir, name), join(dir, name));
      await symlink(join(dir, 'not there'), join(dir, '1'));
      await mkdir(join(dir, 'dialog'));
      await writeFile(join(dir, 'dialog', 'rclone.conf'), 'RCLONE_ENCRYPT_V0:');
      await utimes(join(dir, 'dialog'), old, old);
      await sweepStagedConfigs(dir, now);
      expect((await readdir(dir)).sort()).toEqual(['0', '1', 'z']);
      await sweepStagedConfigs(join(dir, 'none'), now);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
);
