import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InHand } from '../../../src/main/host/in-hand.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'in-hand-'));
  await writeFile(at('backup.tar'), 'some bytes');
  await writeFile(at('UPPER.TAR'), 'some bytes');
  await writeFile(at('empty.tar'), '');
  await writeFile(at('photo.jpg'), 'some bytes');
  await writeFile(at('huge.tar'), '');
  await truncate(at('huge.tar'), 2 ** 40 + 1);
  await mkdir(at('folder.tar'));
  await symlink(at('backup.tar'), at('link-to-it'));
  await symlink(at('photo.jpg'), at('link-to-photo.tar'));
  await symlink(at('folder.tar'), at('link-to-folder.tar'));
  await symlink(at('gone'), at('link-to-nothing.tar'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const offer = async (path: unknown, count: unknown = 1): Promise<unknown> => {
  const hand = new InHand();
  try {
    const { name, bytes } = await hand.offer(path, count);
    return `${name} ${bytes} ${hand.path}`;
  } catch (error) {
    // What is refused is in nobody's hand.
    expect(() => hand.path).toThrow(expect.objectContaining({ code: 'file.none' }));
    return error;
  }
};

describe('what is dropped', () => {
  it.each([
    ['backup.tar', 'backup.tar'],
    ['UPPER.TAR', 'UPPER.TAR'],
    ['link-to-it', 'backup.tar'],
  ])('%s is taken as %s', async (name, real) => {
    expect(await offer(at(name))).toBe(`${real} 10 ${at(real)}`);
  });

  it.each([
    ['folder.tar', 'archive.not-archive', { is: 'folder' }],
    ['link-to-folder.tar', 'archive.not-archive', { is: 'folder' }],
    ['empty.tar', 'archive.not-archive', { is: 'empty' }],
    ['photo.jpg', 'file.not-tar', { name: 'photo.jpg' }],
    ['link-to-photo.tar', 'file.not-tar', { name: 'photo.jpg' }],
    ['huge.tar', 'file.too-big', { bytes: 2 ** 40 + 1 }],
    ['not-there.tar', 'disk.failed', { system: 'ENOENT' }],
    ['link-to-nothing.tar', 'disk.failed', { system: 'ENOENT' }],
    [`${'n'.repeat(5000)}.tar`, 'disk.failed', { system: 'ENAMETOOLONG' }],
  ])('%s is refused: %s', async (name, code, facts) => {
    expect(await offer(at(name))).toMatchObject({ code, facts });
  });

  it('a pipe is not waited for', async () => {
    expect(await offer('/dev/null')).toMatchObject({ code: 'archive.not-archive', facts: { is: 'device' } });
  });

  it.each([
    ['no path', ''],
    ['a path from nowhere', 'backup.tar'],
    ['a path with a hidden end', `${join('/', 'etc', 'passwd')}\0.tar`],
    ['a path that no system has', `/${'n/'.repeat(40_000)}.tar`],
    ['something else', { toString: (): string => '/etc/passwd' }],
    ['nothing', undefined],
  ])('%s is none', async (_, path) => {
    expect(await offer(path)).toMatchObject({ code: 'file.none' });
  });

  it.each([2, 0, -1, '1', null, Number.NaN])('%s files are not one', async (count) => {
    expect(await offer(at('backup.tar'), count)).toMatchObject({ code: 'file.several' });
  });
});

it('what is offered next takes the place of what was in hand, whether it is taken or not', async () => {
  const hand = new InHand();
  await hand.offer(at('backup.tar'), 1);
  expect(hand.path).toBe(at('backup.tar'));
  await expect(hand.offer(at('photo.jpg'), 1)).rejects.toMatchObject({ code: 'file.not-tar' });
  expect(() => hand.path).toThrow();
});
