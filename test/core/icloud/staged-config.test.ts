import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RcloneRun, RcloneRunner } from '../../../src/core/icloud/rclone-run.ts';
import { StagedConfig } from '../../../src/core/icloud/staged-config.ts';
import { MemoryStore, never } from '../../support/app-harness.ts';

describe('StagedConfig', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'staged-config-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('gives every step a time limit: nothing else would end one whose program was killed', async () => {
    const runs: RcloneRun[] = [];
    const runner: RcloneRunner = {
      run: (spec) => {
        runs.push(spec);
        return Promise.resolve({ exitCode: 0, stdout: '', stderrTail: '', stopped: undefined });
      },
      exclusive: (_config, work) => work(),
      withCopy: (work) => work(''),
    };
    const staged = await StagedConfig.open({ appleId: 'me@example.com', password: 'secret' }, runner, live(), never);
    await staged.run(staged.beginArgs, never);
    await staged.run(staged.answerArgs('2fa_do'), never, { answer: '123456' });
    expect(runs.length).toBeGreaterThan(2);
    for (const { args } of runs) {
      expect(args).not.toContain('123456');
      expect(args[args.indexOf('--timeout') + 1]).toBe('60s');
      expect(args[args.indexOf('--contimeout') + 1]).toBe('15s');
    }
  });

  const live = () => ({
    file: join(dir, 'rclone.conf'),
    cacheDir: join(dir, 'cache'),
    stagingDir: join(dir, 'sign-in'),
    secrets: new MemoryStore(),
    onAccount: () => Promise.resolve(),
    onSignedIn: () => Promise.resolve(),
  });
});
