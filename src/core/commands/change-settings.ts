import { X509Certificate } from 'node:crypto';
import type { SettingsPatch, UserSettings } from '../../shared/user-settings.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { retentionSchema, scheduleSchema, settingsSchema, type Settings } from '../settings/schema.ts';
import { readTextIfThere } from '../state/json-file.ts';
import { computerTag } from '../sync/plan-prune.ts';

/** As the file says now, whoever wrote it. */
export const readSettings = async (context: Pick<Context, 'settings'>): Promise<UserSettings> =>
  viewOf(await context.settings.load());

/**
 * All of the patch or nothing; a background run heeds it from its next look on. Error: `settings.invalid` with `field` (a
 * name of UserSettings) and `problem`.
 */
export const changeSettings = async (
  context: Pick<Context, 'settings' | 'lastLook'>,
  patch: SettingsPatch,
): Promise<UserSettings> => {
  const change = withoutUndefined(patch);
  for (const [name, value] of Object.entries(change)) check(name, value);
  await checkCaFile(change.caFile);
  const known = patch.adoptedComputers === undefined ? [] : await knownComputers(context);
  return viewOf(await context.settings.update((current) => merged(current, { ...viewOf(current), ...change }, known)));
};

const viewOf = (settings: Settings): UserSettings => ({
  retentionDays: settings.retention.days,
  keep: settings.retention.floor,
  lookMinutes: settings.schedule.lookMinutes,
  createIfOlderThanHours: settings.schedule.createIfOlderThanHours,
  requireProtected: settings.requireProtected,
  bandwidth: settings.bandwidth,
  proxy: settings.proxy,
  caFile: settings.caFile,
  stagingBudgetBytes: settings.stagingBudgetBytes,
  computerName: settings.computerName,
  adoptedComputers: settings.adoptedComputers,
  pausedUntil: settings.pausedUntil,
});

const merged = (current: Settings, view: UserSettings, known: readonly Computer[]): Settings => {
  const { retentionDays: days, keep: floor, lookMinutes, createIfOlderThanHours, ...same } = view;
  const adoptedComputers = view.adoptedComputers.map((named) => idOf(named, current, known));
  return {
    ...current,
    ...same,
    adoptedComputers: [...new Set(adoptedComputers)],
    retention: { ...current.retention, days, floor },
    schedule: { ...current.schedule, lookMinutes, createIfOlderThanHours },
  };
};

/** What each value may be: the settings' own rules under the names of the view. */
const rules = {
  retentionDays: retentionSchema.shape.days,
  keep: retentionSchema.shape.floor,
  lookMinutes: scheduleSchema.shape.lookMinutes,
  createIfOlderThanHours: scheduleSchema.shape.createIfOlderThanHours,
  requireProtected: settingsSchema.shape.requireProtected,
  bandwidth: settingsSchema.shape.bandwidth,
  proxy: settingsSchema.shape.proxy,
  caFile: settingsSchema.shape.caFile,
  stagingBudgetBytes: settingsSchema.shape.stagingBudgetBytes,
  computerName: settingsSchema.shape.computerName,
  adoptedComputers: settingsSchema.shape.adoptedComputers,
  pausedUntil: settingsSchema.shape.pausedUntil,
} as const satisfies Record<keyof UserSettings, unknown>;

const isSetting = (name: string): name is keyof UserSettings => Object.hasOwn(rules, name);

/** Names the field and the rule, never the value. */
const check = (field: string, value: unknown): void => {
  if (!isSetting(field)) throw new AppError('settings.invalid', { field, problem: 'is not known' });
  const problem = rules[field].safeParse(value).error?.issues[0]?.message;
  if (problem === undefined) return;
  // Our own reasons go on after the name of the setting; the library's, for values of another kind, are sentences.
  throw new AppError('settings.invalid', {
    field,
    problem: /^[a-z]/.test(problem) ? problem : 'has a value of the wrong kind',
  });
};

/** A file that cannot be used would end every later run, long after the moment in which somebody could see why. */
const checkCaFile = async (caFile: string | null | undefined): Promise<void> => {
  if (caFile === null || caFile === undefined) return;
  const pem = await readTextIfThere(caFile).catch(() => undefined);
  if (pem === undefined) throw new AppError('settings.invalid', { field: 'caFile', problem: 'is not there' });
  try {
    new X509Certificate(pem);
  } catch (error) {
    throw new AppError('settings.invalid', { field: 'caFile', problem: 'holds no certificate (PEM)' }, error);
  }
};

interface Computer {
  readonly id: string;
  readonly name: string;
}

/** Those that stored copies, as the last look at iCloud saw them. */
const knownComputers = async ({ lastLook }: Pick<Context, 'lastLook'>): Promise<readonly Computer[]> => {
  const { cloud } = await lastLook.read();
  const seen = [...(cloud?.stored ?? []), ...(cloud?.damaged ?? [])];
  return seen.map(({ manifest }) => ({ id: manifest.computerId, name: manifest.computerName }));
};

const wholeId = /^[0-9a-f]{16}$/;

/**
 * A person finds a computer in iCloud by its name (in the manifests) or by the first digits of its id (in the names of the
 * files); the settings hold its whole id. Two computers of one name are not chosen between.
 */
const idOf = (named: string, current: Settings, known: readonly Computer[]): string => {
  if (current.adoptedComputers.includes(named)) return named;
  const fits = known.filter(({ id, name }) => id === named || name === named || computerTag(id) === named);
  const ids = new Set(fits.map(({ id }) => id));
  const [id] = ids.size === 1 ? ids : [wholeId.test(named) ? named : undefined];
  if (id !== undefined) return id;
  const others = [...new Map(known.map(({ id: one, name }) => [one, `${name} (${computerTag(one)})`])).entries()];
  const choices = others.filter(([one]) => one !== current.computerId).map(([, text]) => text);
  throw new AppError('settings.invalid', {
    field: 'adoptedComputers',
    problem:
      choices.length === 0
        ? 'names a computer of which no copies were seen in iCloud'
        : `has to name computers that stored copies: ${choices.join(', ')}`,
  });
};

const withoutUndefined = (patch: SettingsPatch): Partial<UserSettings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
