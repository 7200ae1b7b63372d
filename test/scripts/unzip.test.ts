import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unzipOne } from '../../scripts/unzip.mjs';
import { buildZip } from './build-zip.ts';

const content = Buffer.concat([randomBytes(5000), Buffer.alloc(20_000, 'rclone')]);
const isWanted = (name: string): boolean => name === 'folder/rclone';
const wanted = { name: 'folder/rclone', content };
const other = { name: 'folder/README.txt', content: Buffer.from('not this one') };
const limit = content.length;

describe('unzipOne', () => {
  it.each([
    ['deflated', buildZip([other, wanted])],
    ['stored', buildZip([{ ...wanted, method: 'stored' }, other])],
    ['with a comment at the end', buildZip([wanted], 'made by a test')],
  ])('takes one file out of a zip: %s', (_, zip) => {
    expect(unzipOne(zip, isWanted, limit).equals(content)).toBe(true);
  });

  it('takes an empty file', () => {
    const zip = buildZip([{ name: 'folder/rclone', content: Buffer.alloc(0) }]);
    expect(unzipOne(zip, isWanted, limit)).toHaveLength(0);
  });

  it('reads an unpacked size that is a lie as damage', () => {
    const zip = buildZip([wanted]);
    zip.writeUInt32LE(limit - 1, zip.lastIndexOf('PK\x01\x02') + 24);
    expect(() => unzipOne(zip, isWanted, limit)).toThrow(/^damaged zip: /);
  });

  it.each([
    ['no zip', Buffer.from('<html>sign in</html>'.repeat(10)), /^not a zip/],
    ['nothing', Buffer.alloc(0), /^not a zip/],
    ['cut off', buildZip([wanted]).subarray(0, 3000), /^not a zip, or cut off/],
    ['without the file', buildZip([other]), /does not hold the wanted file/],
    ['with flipped bits inside', flipped(buildZip([wanted])), /^damaged zip: /],
    ['with its beginning missing', buildZip([other, wanted]).subarray(2000), /^damaged zip: /],
    ['larger than allowed', buildZip([{ name: 'folder/rclone', content: Buffer.alloc(limit + 1) }]), /claims/],
  ])('refuses a file that is %s', (_, zip, complaint) => {
    expect(() => unzipOne(zip, isWanted, limit)).toThrow(complaint);
  });
});

function flipped(zip: Buffer): Buffer {
  const start = zip.indexOf('folder/rclone') + 'folder/rclone'.length;
  return zip.fill(0xff, start, start + 64);
}
