import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HaBackup } from '../../src/core/domain/backup.ts';
import type { BackupSource } from '../../src/core/ports/backup-source.ts';
import { codeOf, never } from '../support/app-harness.ts';
import { eventually } from '../support/eventually.ts';

/** How a download fares that Home Assistant began: the line breaks, a clean end too early, too many bytes, silence. */
export type Mishap = 'drop' | 'truncate' | 'longer' | 'stall';

/** One Home Assistant and the source that speaks to it, as the contract's tests meet them. */
export interface Subject {
  readonly source: BackupSource;
  /** The id that it goes by. */
  readonly instanceId: string;
  /** Home Assistant has one backup more, which nobody made by the source. */
  add(): Promise<{ readonly id: string; readonly content: Buffer }>;
  remove(id: string): void;
  /** It starts up: what it lists now may be less than there is. */
  startUp(): void;
  /** It takes what it is asked and says nothing, at all doors. */
  fallSilent(): void;
  speakAgain(): void;
  /** The next download ends like this, after so many bytes. */
  spoil(how: Mishap, afterBytes: number): void;
  close(): Promise<void>;
}

export interface Kind {
  /** A fresh, empty one. `deadlineMs`: how long it waits for whatever does not come. */
  open(deadlineMs: number): Promise<Subject>;
}

const patient = 120_000;
const hasty = 300;
const nowhere = 'cloud.nowhere';

/** The bytes, and the code that they end with: `none` when that was all. */
const readAll = async (body: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; code: string }> => {
  const chunks: Uint8Array[] = [];
  const take = async (): Promise<void> => {
    for await (const chunk of body) chunks.push(chunk);
  };
  const code = await codeOf(take());
  return { bytes: Buffer.concat(chunks), code };
};

const agentOf = ({ copies }: HaBackup): string => copies[0]?.agentId ?? '';
const ignore = (): void => undefined;

/** What `core/sync` counts on, whatever Home Assistant is asked through. */
export const backupSourceContract = (kind: Kind): void => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await kind.open(patient);
  });
  afterEach(() => subject.close());

  const reopen = async (deadlineMs: number): Promise<void> => {
    await subject.close();
    subject = await kind.open(deadlineMs);
  };
  const ids = async (): Promise<string[]> => (await subject.source.list(never)).items.map(({ id }) => id).sort();
  const one = async (): Promise<{ backup: HaBackup; content: Buffer }> => {
    const { id, content } = await subject.add();
    const backup = (await subject.source.list(never)).items.find((item) => item.id === id);
    if (!backup) throw new Error('it is not listed');
    return { backup, content };
  };
  type Resume = Parameters<BackupSource['download']>[2];
  const download = async (backup: HaBackup, resume?: Resume, signal = never): ReturnType<BackupSource['download']> =>
    await subject.source.download(backup, agentOf(backup), resume, signal);

  describe('who it is', () => {
    test('is told in full, the same each time, and never as somebody else', async () => {
      await subject.add();
      const { clockSkewMs, ...told } = await subject.source.describe(never);
      expect(told).toMatchObject({ admin: true, instanceAmbiguous: false });
      expect(told.url).toMatch(/^https?:/);
      expect([told.name, told.version]).not.toContain('');
      expect([undefined, subject.instanceId]).toContain(told.instance?.id);
      // One computer, one clock; a busy one may take its time to answer.
      expect(Math.abs(clockSkewMs ?? 0)).toBeLessThan(patient);
      expect(await subject.source.describe(never)).toMatchObject(told);
    });
  });

  describe('what there is', () => {
    test('nothing is a complete list', async () => {
      expect(await subject.source.list(never)).toEqual({ items: [], complete: true });
    });

    test('each backup once, in whatever order, with the size of each copy, and what is gone no more', async () => {
      const [first, second] = [await subject.add(), await subject.add()];
      const { items, complete } = await subject.source.list(never);
      expect(complete).toBe(true);
      const sizes = Object.fromEntries(items.map(({ id, copies }) => [id, copies.map(({ size }) => size)]));
      expect(sizes).toEqual({ [first.id]: [first.content.length], [second.id]: [second.content.length] });
      expect(items).toHaveLength(2);
      subject.remove(first.id);
      expect(await subject.source.list(never)).toMatchObject({ items: [{ id: second.id }], complete: true });
    });

    test('while it starts up, a list is not called complete, and says why', async () => {
      await subject.add();
      subject.startUp();
      expect(await subject.source.list(never)).toMatchObject({ complete: false, why: { code: 'ha.starting' } });
    });
  });

  describe('a new backup', () => {
    test('is followed by its stages, and found in every list from then on', async () => {
      const { id } = await subject.add();
      const stages: string[] = [];
      const { backup, partial } = await subject.source.create(({ stage }) => void stages.push(stage), never);
      expect(partial).toBe(false);
      expect(stages).not.toContain('');
      const told = stages.length;
      expect(told).toBeGreaterThan(0);
      expect(await ids()).toEqual([backup.id, id].sort());
      const listed = (await subject.source.list(never)).items.find((item) => item.id === backup.id);
      expect(listed).toEqual(backup);
      expect(stages).toHaveLength(told);
    });

    test('is refused, and nothing ordered, while it starts up', async () => {
      subject.startUp();
      expect(await codeOf(subject.source.create(ignore, never))).toBe('ha.starting');
    });
  });

  describe('a download', () => {
    test('is the archive as it is', async () => {
      const { backup, content } = await one();
      const { offset, total, body } = await download(backup);
      expect(offset).toBe(0);
      expect([undefined, content.length]).toContain(total);
      const { bytes, code } = await readAll(body);
      expect([bytes.equals(content), code]).toEqual([true, 'none']);
    });

    test('goes on where it was left, or says that it begins anew: the bytes are the same', async () => {
      const { backup, content } = await one();
      const { etag, body } = await download(backup);
      await readAll(body);
      const rest = await download(backup, { offset: 1000, etag: etag ?? '"none"' });
      expect(rest.offset).toBe(etag === undefined ? 0 : 1000);
      expect((await readAll(rest.body)).bytes.equals(content.subarray(rest.offset))).toBe(true);
    });

    test.each<[string, (length: number, etag: string | undefined) => Resume]>([
      ['the file is another by now', () => ({ offset: 1000, etag: '"of-another-file"' })],
      ['there is nothing left of it', (length, etag) => ({ offset: length, etag: etag ?? '"none"' })],
      ['there is nothing yet', (_, etag) => ({ offset: 0, etag: etag ?? '"none"' })],
    ])('begins anew where %s', async (_, resumeOf) => {
      const { backup, content } = await one();
      const first = await download(backup);
      await readAll(first.body);
      const again = await download(backup, resumeOf(content.length, first.etag));
      expect(again.offset).toBe(0);
      expect((await readAll(again.body)).bytes.equals(content)).toBe(true);
    });

    test.each<[Mishap, string]>([
      ['drop', 'ha.download-truncated'],
      ['truncate', 'ha.download-truncated'],
      ['longer', 'ha.download-too-long'],
    ])('with a %s: what came is no more than the archive has, then %s', async (how, code) => {
      const { backup, content } = await one();
      subject.spoil(how, Math.floor(content.length / 2));
      let bytes = Buffer.alloc(0);
      const take = async (): Promise<void> => {
        const got = await readAll((await download(backup)).body);
        bytes = Buffer.from(got.bytes);
        expect(got.code).toBe(code);
      };
      // It may be known before the first byte.
      expect(['none', code]).toContain(await codeOf(take()));
      expect(content.subarray(0, bytes.length).equals(bytes)).toBe(true);
    });

    test('that falls silent ends by itself', async () => {
      await reopen(hasty);
      const { backup, content } = await one();
      subject.spoil('stall', Math.floor(content.length / 2));
      expect((await readAll((await download(backup)).body)).code).toBe('ha.download-stalled');
    });

    test('of another length than listed is no backup', async () => {
      const { backup, content } = await one();
      const listed = async (size: number): Promise<string> => {
        const copies = [{ agentId: agentOf(backup), size, protected: false }];
        const read = async (): Promise<void> => {
          const { body } = await download({ ...backup, copies });
          for await (const chunk of body) expect(chunk.length).toBeGreaterThan(0);
        };
        return await codeOf(read());
      };
      expect(await listed(content.length - 1)).toBe('ha.download-too-long');
      expect(await listed(content.length + 1)).toBe('ha.download-truncated');
    });

    test('of what is gone, and from a place that does not exist', async () => {
      const { backup } = await one();
      expect(await codeOf(subject.source.download(backup, nowhere, undefined, never))).toBe('ha.no-agent');
      subject.remove(backup.id);
      expect(await codeOf(download(backup))).toBe('ha.backup-gone');
    });

    test('that nobody reads to its end leaves the next one alone', async () => {
      const { backup, content } = await one();
      for await (const chunk of (await download(backup)).body) if (chunk.length > 0) break;
      expect((await readAll((await download(backup)).body)).bytes.length).toBe(content.length);
    });
  });

  describe('given up', () => {
    const calls: [string, (backup: HaBackup, signal: AbortSignal) => Promise<unknown>][] = [
      ['describe', (_, signal) => subject.source.describe(signal)],
      ['list', (_, signal) => subject.source.list(signal)],
      ['create', (_, signal) => subject.source.create(ignore, signal)],
      ['download', async (backup, signal) => await readThrough(await download(backup, undefined, signal))],
    ];
    const readThrough = async ({ body }: { body: AsyncIterable<Uint8Array> }): Promise<void> => {
      for await (const chunk of body) expect(chunk.length).toBeGreaterThan(0);
    };

    test.each(calls)('%s that was given up before it began does nothing', async (_, call) => {
      const { backup } = await one();
      expect(await codeOf(call(backup, AbortSignal.abort()))).toBe('sync.cancelled');
      expect(await ids()).toEqual([backup.id]);
    });

    test.each(calls)(
      '%s ends at once while Home Assistant is silent, and the next one is answered',
      async (_, call) => {
        const { backup } = await one();
        subject.fallSilent();
        const user = new AbortController();
        const ended = codeOf(call(backup, user.signal));
        setImmediate(() => user.abort());
        expect(await ended).toBe('sync.cancelled');
        subject.speakAgain();
        expect(await ids()).toEqual([backup.id]);
      },
    );

    test('a download in the middle of its bytes ends with them', async () => {
      const { backup, content } = await one();
      subject.spoil('stall', Math.floor(content.length / 2));
      const user = new AbortController();
      const read = async (): Promise<void> => {
        const { body } = await download(backup, undefined, user.signal);
        for await (const chunk of body) if (chunk.length > 0) user.abort();
      };
      expect(await codeOf(read())).toBe('sync.cancelled');
    });
  });

  test.each<[string, (backup: HaBackup) => Promise<unknown>, string]>([
    ['describe', () => subject.source.describe(never), 'ha.unreachable'],
    ['list', () => subject.source.list(never), 'ha.unreachable'],
    ['create', () => subject.source.create(ignore, never), 'ha.unreachable'],
    ['download', async (backup) => await readAllOrThrow(backup), 'ha.download-stalled'],
  ])('%s waits for a silent Home Assistant no longer than allowed', async (_, call, code) => {
    await reopen(hasty);
    const { backup } = await one();
    subject.fallSilent();
    expect(await codeOf(call(backup))).toBe(code);
  });
  const readAllOrThrow = async (backup: HaBackup): Promise<void> => {
    for await (const chunk of (await download(backup)).body) expect(chunk.length).toBeGreaterThan(0);
  };

  test('who listens is told when a backup was made, until they stop', async () => {
    const told = { kept: 0, stopped: 0 };
    subject.source.onChange(() => (told.kept += 1));
    subject.source.onChange(() => (told.stopped += 1))();
    await subject.source.create(ignore, never);
    await eventually(() => expect(told.kept).toBeGreaterThan(0));
    expect(told.stopped).toBe(0);
  });

  test('a closed source answers nothing more, and may be closed again', async () => {
    await subject.source.close();
    await subject.source.close();
    expect(await codeOf(subject.source.list(never))).not.toBe('none');
  });
};
