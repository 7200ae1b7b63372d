import { randomBytes } from 'node:crypto';
import type { CheckedLine } from '../../shared/doctor.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { archiveOfManifest, buildTrialName, folderName, isFolderOf, isTrialNameOf } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import { signInHorizon } from '../icloud/sign-in-horizon.ts';
import type { Destination, FolderContent } from '../ports/destination.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';
import { computerTag } from '../sync/plan-prune.ts';
import { fine, unasked, warned, type Answer } from './answer.ts';
import type { Question } from './question.ts';

/** In their order. They cost requests, so they are only asked when the user says so, and by one who holds the run lock. */
export const cloudLines = [
  'cloud-sign-in',
  'cloud-terms',
  'cloud-web',
  'cloud-approval',
  'cloud-folder',
  'cloud-list',
  'cloud-write',
] as const;

export const isOfCloud = ({ id }: Pick<CheckedLine, 'id'>): boolean => cloudLines.some((line) => line === id);

export interface CloudParts {
  readonly settings: Settings;
  /** Copies that were there at the last complete look. */
  readonly knownCopies: number;
  readonly drive: () => Promise<Destination>;
  readonly now: Date;
}

const late = (): AppError => new AppError('cloud.offline', { reason: 'silent' });
/** All that the small file says, for a person who finds one that was left. */
const trialText = 'Written by HA iCloud Backup to check this folder. It can be deleted.\n';
/** Left by checks that broke off; each costs requests. */
const sweptAtOnce = 3;

export const askCloud = (parts: CloudParts): readonly Question[] => {
  const { settings, knownCopies } = parts;
  const [instance] = settings.instances;
  let drive: Destination | undefined;
  let base: FolderContent | undefined;
  const opened = async (): Promise<Destination> => (drive ??= await parts.drive());
  return [
    {
      lines: ['cloud-sign-in', 'cloud-terms', 'cloud-web', 'cloud-approval', 'cloud-folder'],
      needs: ['keychain', 'rclone', 'cloud-hosts'],
      ms: 180_000,
      late,
      ask: async (tell, signal) => {
        base = await (await opened()).browse(settings.baseFolder, signal);
        tell('cloud-sign-in', signInAnswer(parts));
        if (base === undefined && knownCopies > 0)
          throw new AppError('cloud.folder-missing', { folder: settings.baseFolder, knownCopies });
        tell('cloud-folder', base ? fine({ folder: settings.baseFolder }) : unasked('nothing-yet'));
      },
    },
    {
      lines: ['cloud-list'],
      needs: ['cloud-folder'],
      ms: 120_000,
      late,
      ask: async (tell, signal) => {
        const folder = instance && folderOf(instance, base?.folders ?? []);
        if (folder === undefined && knownCopies > 0)
          throw new AppError('cloud.folder-missing', { folder: instance?.folder ?? '', knownCopies });
        if (folder === undefined) tell('cloud-list', unasked('nothing-yet'));
        else tell('cloud-list', await listAnswer(await opened(), folder, knownCopies, signal));
      },
    },
    {
      lines: ['cloud-write'],
      needs: ['cloud-list'],
      ms: 300_000,
      late,
      ask: async (tell, signal) => {
        // The first backup makes the folder.
        if (base === undefined) tell('cloud-write', unasked('nothing-yet'));
        else await tryWriting(await opened(), computerTag(settings.computerId), base, signal);
      },
    },
  ];
};

const signInAnswer = ({ settings, now }: CloudParts): Answer => {
  if (settings.trustedSince === null) return fine();
  const { daysLeft, due } = signInHorizon(settings.trustedSince, now);
  return due ? warned(aProblem('icloud.sign-in-due', { daysLeft })) : fine({ days: daysLeft });
};

const folderOf = ({ folder, name, instanceId }: InstanceSettings, folders: readonly string[]): string | undefined => {
  if (instanceId === null) return undefined;
  const usual = folder ?? folderName(name, instanceId);
  return folders.find((one) => one === usual) ?? folders.find((one) => isFolderOf(one, instanceId));
};

/** One listing that shows nothing where there was something is looked at again. */
const listAnswer = async (
  drive: Destination,
  folder: string,
  knownCopies: number,
  signal: AbortSignal,
): Promise<Answer> => {
  // A manifest whose archive is gone is no copy.
  const backupsIn = async (): Promise<number> => {
    const names = new Set((await drive.names(folder, signal)).map(({ name }) => name));
    return [...names].filter((name) => names.has(archiveOfManifest(name) ?? '')).length;
  };
  const count = (await backupsIn()) || (knownCopies > 0 ? await backupsIn() : 0);
  if (count === 0 && knownCopies > 0) throw new AppError('cloud.folder-missing', { folder, knownCopies });
  return fine({ count });
};

/** Puts a small file of a name that was never there and takes it away again, and with it what an earlier check left. */
const tryWriting = async (
  drive: Destination,
  computer: string,
  { files }: FolderContent,
  signal: AbortSignal,
): Promise<void> => {
  const name = buildTrialName(computer, randomBytes(3).toString('hex'));
  await drive.putText(trialText, '', name, signal);
  const left = files.filter((file) => isTrialNameOf(computer, file.name) && file.size === trialText.length);
  for (const one of [name, ...left.slice(0, sweptAtOnce).map((file) => file.name)]) await drive.remove('', one, signal);
};
