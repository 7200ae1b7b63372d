import { z } from 'zod';
import type { AnyChoice, ValueOf } from './setting.ts';

export type Choices = Readonly<Record<string, AnyChoice>>;
export type Values<Rows extends Choices> = { [Name in keyof Rows]: ValueOf<Rows[Name]> };

/**
 * The same kind of value without its rules: what a front end may send. A value that breaks a rule is refused by the settings
 * themselves, which name it (`settings.invalid`).
 */
const outline = (shape: z.ZodType): z.ZodType => {
  if (shape instanceof z.ZodNullable) return outline(shape.unwrap() as z.ZodType).nullable();
  if (shape instanceof z.ZodArray) return z.array(outline(shape.element as z.ZodType));
  return plain[shape.type as keyof typeof plain]();
};

const plain = { number: z.number, string: z.string, boolean: z.boolean };

type Outlined<Rows extends Choices> = { [Name in keyof Rows]: z.ZodType<ValueOf<Rows[Name]>, ValueOf<Rows[Name]>> };

/** By name, each value's kind. */
export const outlinesOf = <Rows extends Choices>(rows: Rows): Outlined<Rows> =>
  Object.fromEntries(Object.entries(rows).map(([name, { shape }]) => [name, outline(shape)])) as Outlined<Rows>;
