import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { AppleSimulator, RequestKind } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { aManifest } from '../../support/domain-builders.ts';
import { never } from '../../support/signed-in.ts';

const home = 'Home (1234abcd)';
const folder = `HomeAssistantBackups/${home}`;
const count = 20;

/** Twenty backups with their manifests and a marker. */
const fill = (apple: AppleSimulator): void => {
  apple.putFile(`${folder}/instance.json`, '{"schema":1,"instanceId":"i","instanceName":"Home","mintedBy":null}');
  for (let index = 0; index < count; index += 1) {
    apple.putFile(`${folder}/${index}.tar`, String(index));
    apple.putFile(`${folder}/${index}.manifest.json`, JSON.stringify(aManifest({ backupId: `b${index}` })));
  }
};
const counted = async (apple: AppleSimulator, work: () => Promise<unknown>): Promise<Record<RequestKind, number>> => {
  apple.clearLog();
  await work();
  const of = (kind: RequestKind): number => apple.requests(kind);
  return {
    signin: of('signin'),
    '2fa': of('2fa'),
    setup: of('setup'),
    drive: of('drive'),
    upload: of('upload'),
    download: of('download'),
  };
};
const only = (drive: number, download = 0) => ({ signin: 0, '2fa': 0, setup: 0, drive, upload: 0, download });

describe('requests to Apple', () => {
  it('costs three to look at a folder whose manifests are known', async ({ apple, computer }) => {
    fill(apple);
    const drive = computer.drive();
    await drive.list(home, never);
    expect(await counted(apple, () => drive.list(home, never))).toEqual(only(3));
    // A restarted program knows them too: this is a whole run with nothing new.
    expect(await counted(apple, () => computer.drive().list(home, never))).toEqual(only(3));
    expect((await drive.list(home, never)).manifests.size).toBe(count);
  });

  it('fetches all manifests that are new in one go: one more way through the folders, two requests each', async ({
    apple,
    computer,
  }) => {
    fill(apple);
    await computer.drive().folders(never);
    const cold = await counted(apple, () => computer.drive().list(home, never));
    expect(cold).toEqual(only(3 + 3 + count + 1, count + 1));
    apple.putFile(`${folder}/new.manifest.json`, JSON.stringify(aManifest()));
    expect(await counted(apple, () => computer.drive().list(home, never))).toEqual(only(3 + 3 + 1, 1));
  });

  it('pays again for a cache that was deleted', async ({ apple, computer }) => {
    fill(apple);
    await computer.drive().list(home, never);
    await rm(join(computer.dir, 'app-cache'), { recursive: true });
    const cold = await counted(apple, () => computer.drive().list(home, never));
    expect(cold).toEqual(only(3 + 3 + count + 1, count + 1));
  });

  it('costs two to see which instances there are, and three for the names in one', async ({ apple, computer }) => {
    fill(apple);
    await computer.drive().folders(never);
    expect(await counted(apple, () => computer.drive().folders(never))).toEqual(only(2));
    expect(await counted(apple, () => computer.drive().names(home, never))).toEqual(only(3));
  });

  it('costs seven to remove a file and prove it', async ({ apple, computer }) => {
    fill(apple);
    await computer.drive().folders(never);
    expect(await counted(apple, () => computer.drive().remove(home, '3.tar', never))).toEqual(only(7));
  });
});
