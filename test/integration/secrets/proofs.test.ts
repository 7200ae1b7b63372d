import { command } from '../../simulators/home-assistant/test-support.ts';
import { simulatorKey } from '../../simulators/home-assistant/index.ts';
import { secretsSuite, type Row, type Scene } from './stage.ts';

/* Encryption keys on their way to what opens a backup: Home Assistant's own, the one it got later, and one that the user gives. */

const laterKey = 'LATR-KEY1-LATR-KEY2-LATR-KEY3-LATR';
const givenKey = 'GIVN-KEY1-GIVN-KEY2-GIVN-KEY3-GIVN';

const setKey = async (scene: Scene, password: string): Promise<void> => {
  await command(scene.home, { type: 'backup/config/update', create_backup: { password } });
};

/** Home Assistant's key of now is another one than the backup's. */
const changeKey = async (scene: Scene): Promise<void> => {
  scene.alsoSecret.set('Home Assistant’s later key', laterKey);
  scene.atEnd(() => setKey(scene, simulatorKey));
  await setKey(scene, laterKey);
};

const give = (scene: Scene): void => {
  scene.alsoSecret.set('the key that was given', givenKey);
  scene.server.env['HA_ICLOUD_BACKUP_KEY'] = givenKey;
};

const testIt = (scene: Scene): readonly string[] => ['test', scene.stored];

const archivesOf = ({ apple }: Scene): string[] =>
  apple.files().flatMap(({ path }) => (path.endsWith('.tar') ? [path] : []));

const rows: readonly Row[] = [
  {
    what: 'a run meets a backup of an earlier key',
    code: 'proof.wrong-key',
    make: async (scene) => {
      await scene.home.addBackup({ protected: true, sizeBytes: 61_440 });
      await changeKey(scene);
      give(scene);
    },
  },
  {
    what: 'a restore test knows two keys, and neither is the one',
    code: 'proof.wrong-key',
    make: async (scene) => {
      await changeKey(scene);
      give(scene);
    },
    args: testIt,
  },
  {
    what: 'a key that opens a backup is to be remembered, and secrets come from the environment',
    code: 'secrets.denied',
    make: (scene) => {
      scene.server.env['HA_ICLOUD_BACKUP_KEY'] = simulatorKey;
    },
    args: ['keys', 'add'],
  },
  {
    what: 'a restore test finds other bytes than went up',
    code: 'cloud.copy-mismatch',
    make: (scene) => {
      for (const path of archivesOf(scene)) {
        const { size = 0 } = scene.apple.files().find((file) => file.path === path) ?? {};
        scene.apple.putFile(path, Buffer.alloc(size, 7));
      }
      give(scene);
    },
    args: testIt,
  },
];

secretsSuite('a proof that fails', 'ready', rows);
