import { z } from 'zod';
import { perComputer, type AnyChoice, type ValueOf } from '../../shared/settings/setting.ts';
import type { Choices, Values } from '../../shared/settings/outline.ts';

/* Where the rows of the settings table are in the file. */

type PlaceOf<Rows extends Choices> = Rows[keyof Rows]['place'];
type GroupOf<Place extends string> = Place extends `${infer Group}.${string}` ? Group : never;
type AtTop<Rows extends Choices> = {
  [Name in keyof Rows as Rows[Name]['place'] extends `${string}.${string}` ? never : Rows[Name]['place']]: z.ZodType<
    ValueOf<Rows[Name]>
  >;
};
type InGroup<Rows extends Choices, Group extends string> = {
  [Name in keyof Rows as Rows[Name]['place'] extends `${Group}.${infer Part}` ? Part : never]: z.ZodType<
    ValueOf<Rows[Name]>
  >;
};
type InGroups<Rows extends Choices> = {
  [Group in GroupOf<PlaceOf<Rows>>]: z.ZodPrefault<z.ZodObject<InGroup<Rows, Group>>>;
};

const fieldOf = (row: AnyChoice): z.ZodType =>
  row.default === perComputer ? row.shape : row.shape.default(row.default);

/** The fields of the file for these rows, in their order; a group that is absent has its defaults. */
export const fileShape = <Rows extends Choices>(rows: Rows): AtTop<Rows> & InGroups<Rows> => {
  const fields: Record<string, z.ZodType> = {};
  const groups: Record<string, Record<string, z.ZodType>> = {};
  for (const row of Object.values(rows)) {
    const [name, part] = splitPlace(row.place);
    if (part !== undefined) groups[name] = { ...groups[name], [part]: fieldOf(row) };
    fields[name] = part === undefined ? fieldOf(row) : z.object(groups[name]).prefault({});
  }
  return fields as AtTop<Rows> & InGroups<Rows>;
};

/** The two steps of `group.name`. */
export const splitPlace = (place: string): readonly [name: string, part: string | undefined] => {
  const [name = place, part] = place.split('.');
  return [name, part];
};

type Content = Readonly<Record<string, unknown>>;

export const valueAt = (whole: object, place: string): unknown => {
  const [name, part] = splitPlace(place);
  const found = (whole as Content)[name];
  return part === undefined ? found : (found as Content)[part];
};

/** The same with another value there. */
export const withValueAt = <Whole extends object>(whole: Whole, place: string, value: unknown): Whole => {
  const [name, part] = splitPlace(place);
  const group = (whole as Content)[name] as Content | undefined;
  return { ...whole, [name]: part === undefined ? value : { ...group, [part]: value } };
};

/** By their own names, wherever they are in the file. */
export const valuesOf = <Rows extends Choices>(rows: Rows, whole: object): Values<Rows> =>
  Object.fromEntries(Object.entries(rows).map(([name, { place }]) => [name, valueAt(whole, place)])) as Values<Rows>;

/** What is undefined, or named by no row, changes nothing. */
export const withValues = <Whole extends object>(rows: Choices, whole: Whole, change: object): Whole =>
  Object.entries(rows)
    .map(([name, { place }]) => [place, (change as Content)[name]] as const)
    .filter(([, value]) => value !== undefined)
    .reduce((next, [place, value]) => withValueAt(next, place, value), whole);
