import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Manifest } from '../../src/core/domain/manifest.ts';
import { buildArchiveName, dayAndTime, folderName, manifestNameOf } from '../../src/core/domain/names.ts';
import { computerTag } from '../../src/core/sync/plan-prune.ts';
import type { AppleSimulator } from '../simulators/apple/index.ts';
import type { HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';

const settingsShape = z.object({
  computerId: z.string(),
  instances: z.array(z.object({ name: z.string(), instanceId: z.string().nullable() })),
});

/** Puts copies of last month into iCloud Drive, as this computer would have stored them then. Returns their paths. */
export const seedOldCopies = async (
  apple: AppleSimulator,
  home: HomeAssistantSimulator,
  dataDir: string,
): Promise<string[]> => {
  const { computerId, instances } = settingsShape.parse(
    JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')),
  );
  const instanceId = instances[0]?.instanceId ?? home.instanceId;
  const folder = `HomeAssistantBackups/${folderName('Demo Home', instanceId)}`;
  return [40, 36, 32, 28].map((days) => {
    const content = randomBytes(200_000);
    const manifest = manifestOf(content, days, instanceId, computerId);
    apple.putFile(`${folder}/${manifest.archive}`, content);
    apple.putFile(`${folder}/${manifestNameOf(manifest.archive)}`, Buffer.from(JSON.stringify(manifest)));
    return `${folder}/${manifest.archive}`;
  });
};

const manifestOf = (content: Buffer, days: number, instanceId: string, computerId: string): Manifest => {
  const date = new Date(Date.now() - days * 86_400_000).toISOString();
  const backupId = randomBytes(4).toString('hex');
  const archive = buildArchiveName({
    instance: 'Demo Home',
    ...dayAndTime(date),
    kind: 'automatic',
    haVersion: '2026.10.1',
    backupId,
    computer: computerTag(computerId),
    attempt: randomBytes(3).toString('hex'),
  });
  return {
    schema: 1,
    backupId,
    instanceId,
    instanceName: 'Demo Home',
    computerId,
    computerName: 'demo',
    archive,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    level: 1,
    provedAt: date,
    defects: [],
    name: 'Automatic backup 2026.10.1',
    date,
    kind: 'automatic',
    protected: true,
    haVersion: '2026.10.1',
    addons: [],
    folders: [],
    appVersion: '0.1.0',
    confirmedAt: date,
  };
};
