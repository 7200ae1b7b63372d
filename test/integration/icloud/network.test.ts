import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { rcloneNetwork } from '../../../src/core/icloud/network-settings.ts';
import { it } from '../../support/apple-fixture.ts';
import { Computer, never } from '../../support/signed-in.ts';

/*
 * NO_PROXY is proven as a variable that reaches rclone (test/core/icloud/environment.test.ts) and no further: honouring
 * it for Apple's names would mean to dial the real ones.
 */

describe('the way out', () => {
  it.for([
    ['the settings', true, false],
    ['the environment', false, true],
    ['the settings against the environment', true, 'http://127.0.0.1:1'],
  ] as const)('goes through the proxy of %s', async ([, inSettings, inEnvironment], { apple, computer }) => {
    const parentEnvironment = {
      ...(inEnvironment === false ? {} : { https_proxy: inEnvironment === true ? apple.proxyUrl : inEnvironment }),
      HA_ICLOUD_BACKUP_CA_FILE: apple.caFile,
    };
    const settings = inSettings ? { httpsProxy: apple.proxyUrl } : {};
    const bundle = join(computer.dir, 'ca-bundle.pem');
    const network = await rcloneNetwork(settings, parentEnvironment, bundle);
    apple.clearLog();
    const other = new Computer(computer.dir, computer.marks, apple, { parentEnvironment, network });
    expect(await other.drive().folders(never)).toEqual([]);
    expect(apple.requests()).toBeGreaterThan(0);
    // The extra authority did not cost the public ones.
    expect((await readFile(bundle, 'utf8')).match(/BEGIN CERTIFICATE/gu)?.length).toBeGreaterThan(50);
  });

  it('does not trust an authority that nobody named', async ({ apple, computer }) => {
    const network = { httpsProxy: apple.proxyUrl };
    const other = new Computer(computer.dir, computer.marks, apple, { parentEnvironment: {}, network });
    await expect(other.drive().folders(never)).rejects.toMatchObject({
      code: 'cloud.offline',
      facts: { reason: 'certificate' },
    });
  });
});
