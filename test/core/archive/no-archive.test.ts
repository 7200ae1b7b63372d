import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recogniseNoArchive } from '../../../src/core/archive/no-archive.ts';
import { manifestText } from '../../../src/core/domain/manifest-bounds.ts';
import { described } from '../../../src/messages/problems.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { checkHere } from '../../support/check-here.ts';
import { aManifest } from '../../support/domain-builders.ts';
import { noise, smallArchive } from '../../support/small-archive.ts';
import { buildTar } from '../../support/tar-builder.ts';

const check = (file: string): Promise<CheckResult> => checkHere(file, { upTo: 1 });
const kit =
  'Home Assistant Backup Emergency Kit\n\nThis emergency kit contains information about your backup encryption key';
const inner = gzipSync(buildTar([{ name: './homeassistant.json', content: noise(3000, 'inner') }]));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'no-archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const things: readonly (readonly [is: string, content: Buffer | string, words: RegExp])[] = [
  ['empty', '', /empty/],
  ['web-page', '\ufeff\n  <!DOCTYPE html><title>Sign in</title>'.padEnd(3000), /web page/],
  ['web-page', '<html></html>', /web page/],
  ['json', '{"result":"error","message":"no"}', /JSON/],
  ['emergency-kit', kit.padEnd(900), /encryption key/],
  ['text', 'Dear diary,\n'.repeat(80), /text file/],
  ['zip', Buffer.concat([Buffer.from('PK\x03\x04'), noise(2000, 'zip')]), /zip/],
  ['pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(2000, 'pdf')]), /PDF/],
  ['compressed-backup', gzipSync(smallArchive('b1')), /compressed again/],
  ['inner-part', inner, /inside a backup/],
  ['inner-part', Buffer.concat([Buffer.from('SecureTar\x03'), Buffer.alloc(2000)]), /inside a backup/],
  ['gzip', gzipSync(noise(2000, 'gzip')), /gzip/],
  ['emergency-kit', Buffer.from(`\ufeff${kit}`, 'utf16le'), /encryption key/],
  ['emergency-kit', Buffer.from(`\ufeff${kit.padEnd(900)}`, 'utf16le').swap16(), /encryption key/],
  ['blank', Buffer.alloc(1024), /nothing but zeros/],
  ['blank', Buffer.alloc(10_240), /nothing but zeros/],
  [
    'icloud-placeholder',
    Buffer.from(
      'bplist00\xd3\x01\x02\x03_\x10\x18NSURLFileResourceTypeKey\x5cNSURLSizeKeyYNSURLNameKeybackup.tar',
      'latin1',
    ),
    /not on this Mac/,
  ],
  ['shortcut', Buffer.from('bplist00\xd1\x01\x02SURL_\x10\x14https://home.example/', 'latin1'), /shortcut/],
  ['shortcut', '<?xml version="1.0"?>\n<plist version="1.0"><dict><key>URL</key></dict></plist>', /shortcut/],
  ['shortcut', '[InternetShortcut]\r\nURL=https://home.example/\r\n', /shortcut/],
  ['shortcut', Buffer.concat([Buffer.from('4c0000000114020000000000c0', 'hex'), noise(700, 'lnk')]), /shortcut/],
  [
    'apple-double',
    Buffer.concat([Buffer.from('0005160700020000', 'hex'), Buffer.from('Mac OS X'), noise(4000, 'x')]),
    /\._/,
  ],
  ['database', Buffer.concat([Buffer.from('SQLite format 3\0'), noise(4080, 'db')]), /database/],
  ['note', manifestText(aManifest()), /TAR file next to it/],
  ['note', '{"schema":1,"instanceId":"i","instanceName":"Home","mintedBy":null}', /TAR file next to it/],
  [
    'table-of-contents',
    '{"slug":"a1","version":2,"name":"Backup","date":"2026-11-21T12:00:00","type":"full"}',
    /around it/,
  ],
  ['web-page', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>', /web page/],
  ['picture', Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n'), noise(2000, 'png')]), /picture/],
];

describe('each thing is called what it is', () => {
  test.each(things)('%s', async (is, content, words) => {
    const file = join(folder, 'thing');
    await writeFile(file, content);
    const { verdict, problem } = await check(file);
    expect(verdict).toBe('refused');
    expect(problem).toEqual({ code: 'archive.not-archive', facts: { is } });
    expect(problem && described(problem).cause).toMatch(words);
  });

  test.skipIf(process.platform === 'win32')('a folder, and a device that would never end', async () => {
    expect((await check(folder)).problem).toEqual({ code: 'archive.not-archive', facts: { is: 'folder' } });
    expect((await check('/dev/zero')).problem?.facts).toEqual({ is: 'device' });
  });

  test('what is not known is not guessed at', () => {
    expect(recogniseNoArchive(noise(512, 'anything'))).toBeUndefined();
    expect(recogniseNoArchive(Buffer.from([0x1f, 0x8b, 8, 0xff, 1, 2, 3]))).toBe('gzip');
  });
});
