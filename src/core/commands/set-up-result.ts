import { keptCopies } from '../../shared/kept-copies.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { SetupResult } from '../../shared/status.ts';
import type { HaBackup } from '../domain/backup.ts';
import { chooseCopy } from '../domain/choose-copy.ts';
import { folderName } from '../domain/names.ts';
import { setUpWarnings } from '../domain/own-schedule.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import type { HomeDescription, OwnSchedule } from '../ports/backup-source.ts';
import type { SecretStoreKind } from '../ports/secret-store.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';

/** What a set-up found, as windows and terminal show it. Pure. */
export const resultOf = (
  settings: Settings,
  secretStore: SecretStoreKind,
  instance: InstanceSettings,
  home: HomeDescription,
  backups: readonly HaBackup[],
  warnings: readonly Problem[],
): SetupResult => ({
  url: home.url,
  encrypted: isEncrypted(home.url),
  name: home.name,
  version: home.version,
  installType: home.installType,
  admin: home.admin,
  instanceId: instance.instanceId,
  schedule: home.schedule ? scheduleOf(home.schedule) : null,
  backups: backups.length,
  needsBytes: needs(settings, home.schedule, backups),
  secretStore,
  folder: folderOf(settings, instance),
  offers: [...home.offers],
  warnings: [...setUpWarnings(home.schedule, backups), ...warnings],
});

/** Before its id is known the instance's own folder has no name yet. */
const folderOf = ({ baseFolder }: Settings, { folder, name, instanceId }: InstanceSettings): string =>
  folder === null && instanceId === null ? baseFolder : `${baseFolder}/${folder ?? folderName(name, instanceId ?? '')}`;

export const scheduleOf = ({
  automatic,
  recurrence,
  keeps,
  protected: encrypted,
  next,
}: OwnSchedule): SetupResult['schedule'] => ({
  automatic,
  recurrence,
  keepsCopies: keeps.copies,
  keepsDays: keeps.days,
  protected: encrypted,
  next: next ?? null,
});

/** Copies that retention keeps with one backup a day, as big as the newest. A rough number, rounded where it is shown. */
const needs = (
  { retention }: Settings,
  schedule: OwnSchedule | undefined,
  backups: readonly HaBackup[],
): number | null => {
  const newest = [...backups].sort((a, b) => b.date.localeCompare(a.date))[0];
  const size = newest && chooseCopy(newest)?.size;
  if (size === undefined || retention.days === 0) return null;
  return size * keptCopies(retention.days, retention.floor, schedule?.recurrence);
};
