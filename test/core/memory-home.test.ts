import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import { backupSourceContract, type Mishap } from '../contracts/backup-source.ts';
import { checkHere } from '../support/check-here.ts';
import * as build from '../support/domain-builders.ts';
import { MemoryHome } from '../support/memory-home.ts';
import type { Answer } from '../support/scripted-source.ts';
import { smallArchive } from '../support/small-archive.ts';

const spoilt: Readonly<Record<Mishap, (content: Buffer, after: number) => Partial<Answer>>> = {
  drop: (_, after) => ({ after, ends: new AppError('ha.download-truncated') }),
  truncate: (_, after) => ({ after }),
  longer: (content) => ({ content: Buffer.concat([content, Buffer.alloc(512)]) }),
  stall: (_, after) => ({ after, ends: 'silent' }),
};

/** The rules of the run and of its downloads are tested on it: it keeps what the real ones keep. */
describe('a Home Assistant in memory, whose downloads are scripted', () => {
  backupSourceContract({
    open: (deadlineMs) => {
      const home = new MemoryHome(deadlineMs);
      let last = '';
      return Promise.resolve({
        source: home,
        instanceId: build.home,
        add: () => {
          last = `b${home.backups.length + 1}`;
          home.add(last);
          return Promise.resolve({ id: last, content: smallArchive(last) });
        },
        remove: (id) => void (home.backups = home.backups.filter((backup) => backup.id !== id)),
        startUp: () => void (home.starting = true),
        fallSilent: () => void (home.silent = true),
        speakAgain: () => void (home.silent = false),
        spoil: (how, after) => void (home.next = spoilt[how](smallArchive(last), after)),
        close: () => home.close(),
      });
    },
  });
});

test('what it gives makes sense', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-home-'));
  try {
    const file = join(folder, 'b1.tar');
    await writeFile(file, smallArchive('b1'));
    expect((await checkHere(file)).level).toBe(4);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
