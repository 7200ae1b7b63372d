import { z } from 'zod';
import { checkedLineSchema } from './doctor.ts';
import { extractedSchema } from './inside.ts';
import { placedSchema, restoreStartedSchema } from './into-home.ts';
import { describedProblemSchema, runReportSchema } from './run-report.ts';
import { restoreResultSchema, statusSchema, testResultSchema } from './status.ts';
import { plainPhases, stagedPhases } from './vocabulary.ts';

const moment = z.iso.datetime({ offset: true });

/** The one document of a command that failed. */
export const errorSchema = z.object({ error: describedProblemSchema });

const transferSchema = z.object({
  name: z.string(),
  bytes: z.number().nonnegative(),
  /** Missing where Home Assistant does not tell the size. */
  total: z.number().nonnegative().optional(),
});

const activitySchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.enum(plainPhases) }),
  z.object({ phase: z.enum(stagedPhases), stage: z.string() }),
  z.object({
    phase: z.literal('transferring'),
    download: transferSchema.optional(),
    upload: transferSchema.extend({ finishing: z.boolean() }).optional(),
    waiting: z.number().int().nonnegative(),
  }),
]);

const activityLine = z.object({ type: z.literal('activity'), activity: activitySchema });
/** Every command that writes lines may end like this instead of with its own result. */
const failedLine = z.object({ type: z.literal('result'), error: describedProblemSchema });

/** Lines of `backup`. */
export const backupLineSchema = z.union([
  activityLine,
  z.object({ type: z.literal('result'), report: runReportSchema, error: describedProblemSchema.optional() }),
  failedLine,
]);

/** What `login` waits for; the answer is one line on stdin, as described with each. */
const signInLineSchema = z.discriminatedUnion('step', [
  /** Six digits, `sms`, or `again`. */
  z.object({ type: z.literal('step'), step: z.literal('device-code') }),
  /** The `number` of a phone. */
  z.object({
    type: z.literal('step'),
    step: z.literal('choose-phone'),
    phones: z.array(z.object({ number: z.number().int().positive(), label: z.string() })),
  }),
  /** Six digits, or `again`. */
  z.object({ type: z.literal('step'), step: z.literal('phone-code'), phone: z.string() }),
  /** `again`. */
  z.object({ type: z.literal('step'), step: z.literal('ask-again') }),
  /** Nothing: one of the user's devices has to allow it before `until` (Advanced Data Protection). */
  z.object({ type: z.literal('step'), step: z.literal('approve'), until: moment }),
]);

/** Lines of `login`. A `problem` is followed by the step that is to be answered once more. */
export const loginLineSchema = z.union([
  signInLineSchema,
  z.object({ type: z.literal('problem'), problem: describedProblemSchema }),
  z.object({ type: z.literal('result'), signIn: statusSchema.shape.signIn }),
  failedLine,
]);
export type LoginLine = z.infer<typeof loginLineSchema>;

/** Answer of `doctor`. */
export const doctorAnswerSchema = z.object({
  lines: z.array(checkedLineSchema.extend({ problem: describedProblemSchema.nullable() })),
  firstBroken: checkedLineSchema.shape.id.nullable(),
});

/** Lines of `restore`. `steps` are the words for the way into a new Home Assistant. */
export const restoreLineSchema = z.union([
  activityLine,
  z.object({ type: z.literal('result'), restored: restoreResultSchema, steps: z.array(z.string()) }),
  /** With `--into-home-assistant`: `steps` are those in that Home Assistant. */
  z.object({ type: z.literal('result'), placed: placedSchema, steps: z.array(z.string()) }),
  /** With `--start` as well. */
  z.object({
    type: z.literal('result'),
    placed: placedSchema,
    started: restoreStartedSchema,
    steps: z.array(z.string()),
  }),
  failedLine,
]);

/** Lines of `test`. */
export const testLineSchema = z.union([
  activityLine,
  z.object({ type: z.literal('result'), tested: testResultSchema }),
  failedLine,
]);

/** Lines of `extract`. */
export const extractLineSchema = z.union([
  activityLine,
  z.object({ type: z.literal('result'), extracted: extractedSchema }),
  failedLine,
]);

/** Lines of `watch`; `runs` counts the looks. */
export const watchLineSchema = z.union([
  activityLine,
  z.object({ type: z.literal('report'), trigger: z.string(), report: runReportSchema }),
  z.object({ type: z.literal('status'), status: statusSchema }),
  z.object({ type: z.literal('result'), runs: z.number().int().nonnegative() }),
  failedLine,
]);
export type WatchLine = z.infer<typeof watchLineSchema>;
