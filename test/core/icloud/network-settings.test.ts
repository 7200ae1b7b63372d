import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rcloneNetwork } from '../../../src/core/icloud/network-settings.ts';

// Any real certificate will do; it only has to be told from the others.
const ownCertificate = `${rootCertificates[0] ?? ''}\n`;

describe('rcloneNetwork', () => {
  let dir: string;
  let bundle: string;
  let own: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'network-test-'));
    bundle = join(dir, 'bundle.pem');
    own = join(dir, 'own.pem');
    await writeFile(own, ownCertificate);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('changes nothing without settings', async () => {
    expect(await rcloneNetwork({}, {}, bundle)).toEqual({});
    expect(await rcloneNetwork({}, { HA_ICLOUD_BACKUP_CA_FILE: '' }, bundle)).toEqual({});
  });

  it('passes the proxy on', async () => {
    const settings = { httpsProxy: 'http://proxy:3128', noProxy: '.lan' };
    expect(await rcloneNetwork(settings, {}, bundle)).toEqual(settings);
  });

  it('adds the extra authority to the public ones, for rclone would trust it alone', async () => {
    expect(await rcloneNetwork({ caFile: own }, {}, bundle)).toEqual({ caBundle: bundle });
    const text = await readFile(bundle, 'utf8');
    expect(text.startsWith(ownCertificate)).toBe(true);
    expect(rootCertificates.filter((certificate) => !text.includes(certificate))).toEqual([]);
  });

  it('takes the file from the environment, unless the settings name one', async () => {
    const environment = { HA_ICLOUD_BACKUP_CA_FILE: own };
    expect(await rcloneNetwork({}, environment, bundle)).toEqual({ caBundle: bundle });
    const missing = join(dir, 'missing.pem');
    await expect(rcloneNetwork({ caFile: missing }, environment, bundle)).rejects.toMatchObject({
      code: 'settings.invalid',
    });
  });

  it('writes the bundle only when it changes', async () => {
    await rcloneNetwork({ caFile: own }, {}, bundle);
    const before = (await stat(bundle)).ino;
    await rcloneNetwork({ caFile: own }, {}, bundle);
    expect((await stat(bundle)).ino).toBe(before);
    await writeFile(own, `${rootCertificates[1] ?? ''}\n`);
    await rcloneNetwork({ caFile: own }, {}, bundle);
    expect((await stat(bundle)).ino).not.toBe(before);
  });

  it('refuses a file that holds no certificate', async () => {
    await writeFile(own, 'hello');
    await expect(rcloneNetwork({ caFile: own }, {}, bundle)).rejects.toMatchObject({
      code: 'settings.invalid',
      facts: { setting: 'caFile' },
    });
  });
});
