import { z } from 'zod';
import { leftBehindSchema } from './left-behind.ts';
import { isErrorCode, type ErrorCode } from '../../shared/error-codes.ts';

const moment = z.iso.datetime();

/** What this computer remembers of what it tells Home Assistant. Nothing secret; losing it costs a question. */
export const memorySchema = z.object({
  device: z
    .object({
      /** Of which computer: a data folder may have been copied. */
      id: z.string(),
      /** Key of the instance in the settings. */
      instance: z.string(),
      /** As it is called in Home Assistant. */
      name: z.string(),
      since: moment,
      /** Seen missing while Home Assistant was well: the second time decides. */
      missing: moment.optional(),
    })
    .optional(),
  toldAt: moment.optional(),
  /** Why the last try failed, if it did. */
  trouble: z.custom<ErrorCode>(isErrorCode).optional().catch(undefined),
  /** Events up to then were told. */
  eventsUntil: moment.optional(),
  /** The automation that we made: what was chosen for it, the sensor in it, and whether Home Assistant took it. */
  alarm: z
    .object({
      chosen: z.string(),
      entityId: z.string(),
      state: z.enum(['on', 'by-hand']),
      /** Seen missing: the second time decides. */
      missing: moment.optional(),
    })
    .optional(),
  /** Apple's code is offered on the phones: the key of the buttons that count. */
  codeOffer: z.object({ key: z.string(), since: moment }).optional(),
  /** That the sign-in is due was told. */
  signInDue: z.boolean().default(false),
  /** The device was deleted in Home Assistant, and the sensors were turned off for that. Until the user chose again. */
  removedThere: moment.optional(),
  /** Homes that could not be reached when device and alarm were to go: done as soon as there is a token for them again. */
  leftBehind: z.array(leftBehindSchema).default([]).catch([]),
  /** The same of the alarm. */
  alarmRemovedThere: moment.optional(),
});
export type TellingMemory = z.infer<typeof memorySchema>;

/** What is wrong with the alarm alone: it stands until the alarm was looked at and is well, whatever else is told meanwhile. */
export const alarmTroubles = ['telling.alarm-refused', 'telling.alarm-to-nobody'] as const;
const isOfAlarm = (code: ErrorCode | undefined): boolean => alarmTroubles.some((one) => one === code);

/** The sensors were told. */
export const troubleAfterWord = ({ trouble }: TellingMemory): ErrorCode | undefined =>
  isOfAlarm(trouble) ? trouble : undefined;

/** The alarm was looked at. */
export const withoutAlarmTrouble = (memory: TellingMemory): TellingMemory =>
  isOfAlarm(memory.trouble) ? { ...memory, trouble: undefined } : memory;

export const noMemory = (): TellingMemory => ({ signInDue: false, leftBehind: [] });

/** What outlives a home that is given up: what stayed there, or elsewhere before. */
export const onlyLeft = ({ leftBehind }: TellingMemory): TellingMemory => ({ ...noMemory(), leftBehind });
