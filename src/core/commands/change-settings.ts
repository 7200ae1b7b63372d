import { X509Certificate } from 'node:crypto';
import { userSettings } from '../../shared/settings/table.ts';
import type { SettingsPatch, UserSetting, UserSettings } from '../../shared/user-settings.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { valuesOf, withValues } from '../settings/file-shape.ts';
import { afterChoice } from '../settings/review.ts';
import type { Settings } from '../settings/schema.ts';
import { readTextIfThere } from '../state/small-file.ts';
import { computerTag } from '../sync/plan-prune.ts';

/** As the file says now, no matter which program wrote it. */
export const readSettings = async (context: Needs<'settings'>): Promise<UserSettings> =>
  viewOf(await context.settings.load());

/**
 * All of the patch or nothing; a background run heeds it from its next look on. Error: `settings.invalid` with `field` (a
 * name of UserSettings) and `problem`.
 */
export const changeSettings = async (
  context: Needs<'lastLook' | 'settings'>,
  patch: SettingsPatch,
): Promise<UserSettings> => {
  const change = withoutUndefined(patch);
  for (const [name, value] of Object.entries(change)) check(name, value);
  await checkCaFile(change.caFile);
  const { adoptedComputers: named } = change;
  const known = named === undefined ? [] : await knownComputers(context);
  const next = (current: Settings): Settings => {
    const ids = named?.map((one) => idOf(one, current, known));
    return withValues(userSettings, current, ids ? { ...change, adoptedComputers: [...new Set(ids)] } : change);
  };
  const chosen = Object.keys(change)
    .filter(isSetting)
    .map((name) => userSettings[name].place);
  return viewOf(await context.settings.update((current) => afterChoice(next(current), chosen)));
};

/** The user looked through what a damaged file left, and it is as he wants it. */
export const confirmSettings = async (context: Needs<'settings'>): Promise<UserSettings> =>
  viewOf(await context.settings.update((current) => afterChoice(current)));

const viewOf = (settings: Settings): UserSettings => valuesOf(userSettings, settings);

const isSetting = (name: string): name is UserSetting => Object.hasOwn(userSettings, name);

/** Names the field and the rule, never the value. */
const check = (field: string, value: unknown): void => {
  if (!isSetting(field)) throw new AppError('settings.invalid', { field, problem: 'is not known' });
  const problem = userSettings[field].shape.safeParse(value).error?.issues[0]?.message;
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
const knownComputers = async ({ lastLook }: Needs<'lastLook'>): Promise<readonly Computer[]> => {
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
