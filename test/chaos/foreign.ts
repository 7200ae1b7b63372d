import { createHash } from 'node:crypto';
import type { AppleSimulator } from '../simulators/apple/index.ts';

const dayMs = 86_400_000;

/** What is not this program's: another computer's copy of the same home, another home, and the user's own files. */
export const putForeign = (apple: AppleSimulator, folder: string, instanceId: string, now: Date): void => {
  const home = `HomeAssistantBackups/${folder}`;
  apple.putFile('Documents/tax.pdf', 'mine');
  apple.putFile(`HomeAssistantBackups/read me.txt`, 'mine');
  apple.putFile(`${home}/holiday.tar`, 'mine');
  apple.putFile(`${home}/notes.txt`, 'mine');
  apple.putFile(`${home}/old.manifest.json`, '{"not": "a manifest"}');
  putCopy(apple, home, { instanceId, id: 'aaaa1111', at: new Date(now.getTime() - 40 * dayMs) });
  const other = 'cabin'.padEnd(32, '0');
  putCopy(apple, `HomeAssistantBackups/Cabin (${other.slice(0, 8)})`, { instanceId: other, id: 'bbbb2222', at: now });
};

const putCopy = (
  apple: AppleSimulator,
  folder: string,
  { instanceId, id, at }: { instanceId: string; id: string; at: Date },
): void => {
  const computerId = 'ffffffffffffffff';
  const day = at.toISOString().slice(0, 10);
  const name = `Home_${day}_0400_automatic_2026.11.0_${id}_ffffff0a0b0c`;
  const bytes = `an archive of ${id}`;
  const manifest = {
    schema: 1,
    backupId: id,
    instanceId,
    instanceName: 'Home',
    computerId,
    computerName: 'Other Mac',
    archive: `${name}.tar`,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    level: 1,
    provedAt: at.toISOString(),
    defects: [],
    name: 'Automatic backup',
    date: at.toISOString(),
    kind: 'automatic',
    protected: true,
    haVersion: '2026.11.0',
    addons: [],
    folders: [],
    appVersion: '0.1.0',
    confirmedAt: at.toISOString(),
  };
  apple.putFile(`${folder}/${name}.tar`, bytes);
  apple.putFile(`${folder}/${name}.manifest.json`, JSON.stringify(manifest));
};
